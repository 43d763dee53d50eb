import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { memory } from '@chorale/adapter-memory'
import { combine, start, valley, type ValleyInput } from '@chorale/core'
import type { ValleyResponse, ValleyTypes } from '@chorale/core/cf14'
import { describe } from '@chorale/core/fault'
import type { Ending, Run } from '@chorale/core/run'
import { readArgs, usage, type Args } from './args.js'
import { documentOf, outcomeOf } from './document.js'
import { inputOf } from './input.js'
import { messageOf } from './message.js'
import { modelOf, type ChosenModel } from './models.js'
import { progress } from './progress.js'
import { renderReport } from './report/index.js'
import { tablesOf } from './tables.js'

const BAD_USAGE = 64
const STOPPED = 130

const complain = (lines: readonly string[]): void => {
  for (const line of lines) process.stderr.write(`${line}\n`)
}

/** The whole command: reads, walks, shows; resolves to the exit code. */
const main = async (): Promise<number> => {
  const args = readArgs(process.argv.slice(2))
  if (E.isLeft(args)) return refuse([...args.left, 'Run with --help for the options.'])
  if (args.right.help) {
    process.stdout.write(usage)
    return 0
  }
  const input = inputOf(args.right)
  if (E.isLeft(input)) return refuse([...input.left, 'Nothing was started or written.'])
  const model = await modelOf(args.right, process.env)
  if (E.isLeft(model)) return refuse([model.left])
  const folder = E.tryCatch(
    () => mkdirSync(args.right.out, { recursive: true }),
    (thrown) => `--out ${args.right.out} cannot be made: ${messageOf(thrown)}`,
  )
  if (E.isLeft(folder)) return refuse([folder.left])
  return walk(args.right, input.right, model.right)
}

const refuse = (lines: readonly string[]): number => {
  complain(lines)
  return BAD_USAGE
}

const walk = async (args: Args, input: ValleyInput, model: ChosenModel): Promise<number> => {
  const stream = args.json ? process.stderr : process.stdout
  const shown = progress({ isTerminal: stream.isTTY, write: (text) => void stream.write(text) })
  const stop = new AbortController()
  process.on('SIGINT', () => (stop.signal.aborted ? process.exit(STOPPED) : stop.abort('Ctrl-C')))
  const startedAt = new Date()
  if (!args.json && input.problem !== undefined) process.stdout.write(`${input.problem}\n\n`)
  const interpreter = combine(model.resolver, memory())
  const run = start(
    valley,
    { ...input, sampling: model.sampling },
    {
      interpreter,
      signal: stop.signal,
      limits: { 'model/generate': model.concurrency },
    },
  )
  const ending = await follow(run, shown.tell)
  shown.close()
  if (E.isLeft(ending)) return refuse([describe(ending.left)])
  if (ending.right.status === 'cancelled') {
    complain([`Stopped: ${shown.sentence()}, ${ending.right.result.totals.calls} calls answered. Nothing was written.`])
    return STOPPED
  }
  return show(args, ending.right, startedAt)
}

/** Reads what the run tells; a run that cannot go on ends the reading, and its ending says why. */
const follow = async (run: Run<ValleyTypes>, tell: (response: ValleyResponse) => void) => {
  try {
    for await (const response of run) tell(response)
  } catch {
    return run.ending()
  }
  return run.ending()
}

const show = (args: Args, ending: Ending<ValleyTypes>, startedAt: Date): number => {
  const elapsedMs = Date.now() - startedAt.getTime()
  const outcome = outcomeOf(ending.status)
  const file = join(args.out, 'report.html')
  writeFileSync(
    file,
    renderReport({
      run: ending.run,
      status: outcome.name,
      model: args.model,
      startedAt: startedAt.toISOString(),
      elapsedMs,
      result: ending.result,
    }),
  )
  if (args.json) process.stdout.write(`${JSON.stringify(documentOf(ending))}\n`)
  else
    process.stdout.write(
      `${tablesOf(ending.result, process.stdout.columns || 120)}\n\n${summaryOf(ending, elapsedMs)}\n`,
    )
  complain([`Report: ${file}`])
  return outcome.code
}

const summaryOf = ({ status, result }: Ending<ValleyTypes>, elapsedMs: number): string => {
  const { cells, calls, tokens, costMicroUsd } = result.totals
  const cost = costMicroUsd === null ? 'cost unknown' : `$${(costMicroUsd / 1e6).toFixed(6)}`
  return `${outcomeOf(status).name}: ${cells} cells, ${calls} calls, ${tokens} tokens, ${cost}, ${(elapsedMs / 1000).toFixed(2)} s`
}

// A reader that has seen enough (`| head`) closes the pipe; that is no error of ours.
process.stdout.on('error', () => process.exit(0))
process.exitCode = await main()
