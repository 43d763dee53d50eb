import { parseArgs } from 'node:util'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { messageOf } from '../valley/message.js'
import { readPlace, usualPlace, type Place } from '../valley/store/store.js'
import { readSpeaker, type Speaker } from './model.js'
import { readVectors, usualVectors, type VectorPlace } from './stores.js'

/** What was asked on the command line. */
export interface Args {
  /** 0 for any that is free. */
  readonly port: number
  readonly speaker: Speaker
  readonly modelUrl: string | undefined
  readonly store: Place
  readonly vectors: VectorPlace
  /** Who may find what was said: the thread it was said in, or all. */
  readonly audience: 'thread' | 'public'
}

const text = { type: 'string' } as const
const options = {
  ...{ port: text, model: text, 'model-url': text, store: text, vectors: text, audience: text, pace: text },
  help: { type: 'boolean', short: 'h' },
} as const

const parse = (argv: readonly string[]) => parseArgs({ args: [...argv], options, allowPositionals: true, strict: true })

/** Reads the command line, or says every thing wrong with it, one sentence each. */
export const readArgs = (argv: readonly string[], env: NodeJS.ProcessEnv): Either<readonly string[], Args | 'help'> => {
  const parsed = E.tryCatch(
    () => parse(argv),
    (thrown) => [messageOf(thrown).split('. ')[0] ?? ''],
  )
  if (E.isLeft(parsed)) return parsed
  const { values, positionals } = parsed.right
  if (values.help === true) return E.right('help')
  const faults = positionals.map((word) => `${JSON.stringify(word)} is no option: what is asked is asked on the page.`)
  const read = <A>(given: string | undefined, reading: (text: string) => Either<string, A>, usual: A): A => {
    if (given === undefined) return usual
    const found = reading(given)
    if (E.isRight(found)) return found.right
    faults.push(found.left)
    return usual
  }
  const store = read(values.store, readPlace, usualPlace)
  const args: Args = {
    port: read(values.port, readPort, usualPort),
    speaker: atPace(read<Speaker>(values.model, readSpeaker, { _tag: 'none' }), read(values.pace, readPace, undefined)),
    modelUrl: values['model-url'],
    store,
    vectors: read(values.vectors, readVectors, usualVectors(store, env)),
    audience: read(values.audience, readAudience, 'thread'),
  }
  if (values.model === undefined && values['model-url'] !== undefined)
    faults.push('--model-url goes with --model openai-compatible:MODEL.')
  if (values.pace !== undefined && args.speaker._tag !== 'scripted') faults.push('--pace goes with --model scripted.')
  if (args.vectors === 'local' && store._tag === 'memory')
    faults.push('--vectors local is kept in the directory of --store local:DIR: name one, or leave --vectors out.')
  return faults.length > 0 ? E.left(faults) : E.right(args)
}

const usualPort = 8080

const readPort = (given: string): Either<string, number> =>
  /^\d{1,5}$/u.test(given) && Number(given) <= 65_535
    ? E.right(Number(given))
    : E.left(`--port ${given} is no port: wanted a whole number from 0 (any that is free) to 65535.`)

const readPace = (given: string): Either<string, number> =>
  /^\d{1,5}$/u.test(given) && Number(given) <= 10_000
    ? E.right(Number(given))
    : E.left(`--pace ${given} is no pace: wanted milliseconds, a whole number from 0 to 10000.`)

const atPace = (speaker: Speaker, pace: number | undefined): Speaker =>
  speaker._tag === 'scripted' && pace !== undefined ? { ...speaker, pace } : speaker

const readAudience = (given: string): Either<string, Args['audience']> =>
  given === 'thread' || given === 'public'
    ? E.right(given)
    : E.left(`--audience ${given} is not known: wanted thread or public.`)
