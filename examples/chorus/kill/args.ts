import { parseArgs } from 'node:util'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'

/** What was asked on the command line. */
export interface Args {
  readonly seed: number
  /** Kills at random moments. */
  readonly kills: number
}

const text = { type: 'string' } as const
const usage = 'Wanted: npm run kill:loops -- [--seed N] [--kills N], whole numbers, kills from 0 on.'

/** Reads the command line, or says what is wanted. */
export const readArgs = (argv: readonly string[], seed: number): Either<string, Args> => {
  const parsed = E.tryCatch(
    () => parseArgs({ args: [...argv], options: { kills: text, seed: text } }).values,
    () => usage,
  )
  if (E.isLeft(parsed)) return parsed
  const given = parsed.right
  const [kills, chosen] = [given.kills ?? '100', given.seed ?? String(seed)]
  return /^\d{1,6}$/u.test(kills) && /^\d{1,10}$/u.test(chosen)
    ? E.right({ seed: Number(chosen), kills: Number(kills) })
    : E.left(usage)
}
