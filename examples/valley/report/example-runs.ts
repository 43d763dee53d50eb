import * as E from 'fp-ts/lib/Either.js'
import { memory } from '@chorale/adapter-memory'
import { combine, start } from '@chorale/core'
import { valley, type ValleyInput } from '@chorale/core/cf14'
import type { Generate, Generated, Question } from '@chorale/core/ports'
import { echoResolver, failingResolver, type Resolving } from '@chorale/core/testing'
import type { ReportInput } from './input.js'

/** Runs a valley to its end and tells it as the quickstart would. For tests. */
export const runOf = async (resolver: Resolving, params: ValleyInput = {}): Promise<ReportInput> => {
  const problem = 'How should a coastal town adapt to rising seas?'
  const run = start(valley, { problem, ...params }, { interpreter: combine(resolver, memory()), run: 'example' })
  const { status, result } = await run.result()
  return {
    run: run.id,
    status: status === 'partial' || status === 'failed' ? status : 'complete',
    model: 'example',
    startedAt: '2026-03-04T12:30:00.000Z',
    elapsedMs: 2431,
    result,
  }
}

/** A whole run, answered by the echo. */
export const wholeRun = (): Promise<ReportInput> => runOf(echoResolver())

/** A run in which C[0,1] fails. */
export const partialRun = (): Promise<ReportInput> =>
  runOf(failingResolver(({ question }) => question?.matrix === 'C' && question.index.join() === '0,1'))

/** Answers every question as told; the rest of an answer may be set as well. */
export const speaking = (
  text: (question: Question) => string,
  rest: Partial<Omit<Generated, 'answer'>> & { readonly warnings?: readonly string[] } = {},
): Resolving => ({
  'model/generate':
    ({ question }: Generate) =>
    () => {
      const said = question === undefined ? '' : text(question)
      const { warnings = [], ...others } = rest
      const generated: Generated = {
        answer: { text: said, terms_used: question?.terms.map((term) => term.text) ?? [], warnings },
        resolver: { type: 'openai', model: 'example-model' },
        usage: { input: 120, cached: 40, output: 12, reasoning: 0 },
        costMicroUsd: 31,
        attempts: 1,
        latencyMs: 840,
        rawLength: said.length,
        ...others,
      }
      return Promise.resolve(E.right(generated))
    },
})

/** A text that would run a script wherever it were taken as markup. */
export const hostile = `</script></style></textarea>"'><img src=x onerror="document.title='taken'"><script>document.title='taken'</script>\u2028`

const grid = (rows: number, columns: number) => ({
  rows: Array.from({ length: rows }, (_, i) => `${hostile} row ${i}`),
  columns: Array.from({ length: columns }, (_, j) => `${hostile} column ${j}`),
  cells: Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => `${hostile} ${i} ${j}`)),
})

/** A run whose every text is hostile: problem, labels, given cells, answers, warnings, model, and the reason of one failure. */
export const hostileRun = async (): Promise<ReportInput> => {
  const answers = speaking(() => hostile, { resolver: { type: 'custom', model: hostile }, warnings: [hostile] })
  const resolver = failingResolver(
    ({ question }) => question?.matrix === 'X' && question.index.join() === '1,1',
    answers,
    () => ({ _tag: 'Rejected', retryable: false, applied: 'no', doing: hostile, because: hostile, next: hostile }),
  )
  const input = await runOf(resolver, { problem: hostile, A: grid(3, 4), B: grid(4, 4), R: [hostile, `${hostile} 2`] })
  const { result } = input
  return {
    ...input,
    run: hostile,
    model: hostile,
    startedAt: hostile,
    result: { ...result, warnings: [...result.warnings, hostile] },
  }
}
