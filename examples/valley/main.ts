import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { readArgs, type Args } from './args.js'
import { explained } from './commands/explain.js'
import { planned } from './commands/plan.js'
import { runs } from './commands/runs.js'
import { verified } from './commands/verify.js'
import { walk, type Setting } from './commands/walk.js'
import { badUsage, exit, wentWrong, type Refusal } from './exit.js'
import { messageOf } from './message.js'
import { storeAt } from './store/store.js'
import { usage } from './usage.js'

const complain = (lines: readonly string[]): void => {
  for (const line of lines) process.stderr.write(`${line}\n`)
}

const refuse = ({ code, lines }: Refusal): number => {
  complain(lines)
  return code
}

/** The whole command: reads its arguments, does what they say, resolves to the exit code. */
const main = async (): Promise<number> => {
  const args = readArgs(process.argv.slice(2))
  if (E.isLeft(args)) return refuse(badUsage(...args.left, 'Run with --help for the options.'))
  if (args.right === 'help') {
    process.stdout.write(usage)
    return exit.complete
  }
  const store = storeAt(args.right.store)
  try {
    const done = await carryOut(args.right, { store, env: process.env, complain })
    return E.isLeft(done) ? refuse(done.left) : done.right
  } catch (thrown) {
    return refuse(
      wentWrong(`Something broke that should not: ${messageOf(thrown)}. What was kept is kept; please report it.`),
    )
  } finally {
    await store
      .close()
      .catch((thrown: unknown) =>
        complain([`The store was not closed in order: ${messageOf(thrown)}. What was acknowledged is kept.`]),
      )
  }
}

const carryOut = (args: Args, setting: Setting): Promise<Either<Refusal, number>> => {
  const { command } = args
  switch (command._tag) {
    case 'walk':
      return walk(args, setting)
    case 'plan':
      return planned(args, setting)
    case 'runs':
      return runs(args, setting)
    case 'verify':
      return verified(args, command.run, setting)
    case 'explain':
      return explained(args, command, setting)
  }
}

// A reader that has seen enough (`| head`) closes the pipe; that is no error of ours.
process.stdout.on('error', () => process.exit(0))
process.exitCode = await main()
