import { parseArgs } from 'node:util'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { messageOf } from './message.js'

/** What was asked on the command line. */
export interface Args {
  readonly problem: string | undefined
  readonly input: string | undefined
  readonly model: string
  readonly modelUrl: string | undefined
  readonly through: string | undefined
  readonly json: boolean
  readonly out: string
  readonly help: boolean
}

/** The manual. */
export const usage = `Walks the semantic valley for one problem and shows what it makes of it.

  npm run quickstart -- [options]

  --problem TEXT       the problem, in a sentence or two
  --input FILE.json    problem, domain, A, B, R as JSON; see examples/problems
  --model NAME         lexicon (default): word vectors, no key, no network
                       echo: every answer is its own address, for tests
                       openai:MODEL, anthropic:MODEL, google:MODEL: the key comes from the environment
                       openai-compatible:MODEL: with --model-url (Ollama, llama.cpp, vLLM and the like)
  --model-url URL      the address of an OpenAI-compatible server, e.g. http://127.0.0.1:11434/v1
  --through NAME       C, F, D, X, Z, E (any matrix) or auto (default): how far to go
  --json               one JSON document on standard output; progress goes to standard error
  --out DIR            where report.html goes (default: out)
  --help               this text

Exit codes: 0 complete, 2 partial, 1 failed, 64 bad usage or bad input, 130 stopped by Ctrl-C.
`

const options = {
  problem: { type: 'string' },
  input: { type: 'string' },
  model: { type: 'string' },
  'model-url': { type: 'string' },
  through: { type: 'string' },
  json: { type: 'boolean' },
  out: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

/** Reads the command line, or says every thing wrong with it, one sentence each. */
export const readArgs = (argv: readonly string[]): Either<readonly string[], Args> => {
  const parsed = E.tryCatch(
    () => parseArgs({ args: [...argv], options, allowPositionals: true, strict: true }),
    (thrown) => [firstSentence(thrown)],
  )
  if (E.isLeft(parsed)) return parsed
  const { values, positionals } = parsed.right
  const faults = [
    ...positionals.map((word) => `${JSON.stringify(word)} is no option: a problem goes behind --problem, in quotes.`),
    ...(values.problem !== undefined && values.input !== undefined
      ? ['--problem and --input exclude each other: put the problem into the file.']
      : []),
    ...(values.problem?.trim() === ''
      ? ['--problem is empty: give a sentence, or leave it out for the default problem.']
      : []),
    ...(values.out?.trim() === '' ? ['--out is empty: give a folder, or leave it out.'] : []),
  ]
  if (faults.length > 0) return E.left(faults)
  return E.right({
    problem: values.problem,
    input: values.input,
    model: values.model ?? 'lexicon',
    modelUrl: values['model-url'],
    through: values.through,
    json: values.json ?? false,
    out: values.out ?? 'out',
    help: values.help ?? false,
  })
}

const firstSentence = (thrown: unknown): string => messageOf(thrown).split('. ')[0] ?? ''
