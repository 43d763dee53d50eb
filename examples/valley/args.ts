import { parseArgs } from 'node:util'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Budget } from '@chorale/core/budget'
import { readCalls, readUsd } from './order/budget.js'
import { readCell, readChange, type CellName, type Change } from './order/cell.js'
import { messageOf } from './message.js'
import { readModelName, type ModelName } from './model/model-name.js'
import { readRunId } from './order/run-id.js'
import { readGraph, type GraphPlace } from './store/graph.js'
import { readPlace, usualPlace, type Place } from './store/store.js'

/** What is to be done. */
export type Command =
  | { readonly _tag: 'walk' }
  | { readonly _tag: 'plan' }
  | { readonly _tag: 'runs' }
  | { readonly _tag: 'verify'; readonly run: string }
  | { readonly _tag: 'explain'; readonly run: string; readonly cell: CellName }

/** What was asked on the command line. */
export interface Args {
  readonly command: Command
  readonly problem: string | undefined
  readonly input: string | undefined
  readonly through: string | undefined
  readonly model: ModelName | undefined
  readonly modelUrl: string | undefined
  readonly record: string | undefined
  readonly replay: string | undefined
  readonly store: Place
  readonly graph: GraphPlace | undefined
  readonly run: string | undefined
  readonly budget: Budget
  readonly from: string | undefined
  readonly changes: readonly Change[]
  readonly explain: CellName | undefined
  readonly json: boolean
  readonly out: string
}

const text = { type: 'string' } as const
const yes = { type: 'boolean' } as const
const options = {
  ...{ problem: text, input: text, through: text, model: text, 'model-url': text, record: text, replay: text },
  ...{ store: text, graph: text, run: text, plan: yes, 'budget-usd': text, 'budget-calls': text },
  ...{ from: text, change: { ...text, multiple: true as const }, explain: text },
  ...{ json: yes, out: text, help: { ...yes, short: 'h' } },
} as const

const parse = (argv: readonly string[]) => parseArgs({ args: [...argv], options, allowPositionals: true, strict: true })

type Values = ReturnType<typeof parse>['values']

/** Reads the command line, or says every thing wrong with it, one sentence each. */
export const readArgs = (argv: readonly string[]): Either<readonly string[], Args | 'help'> => {
  const parsed = E.tryCatch(
    () => parse(argv),
    (thrown) => [firstSentence(thrown)],
  )
  if (E.isLeft(parsed)) return parsed
  const { values, positionals } = parsed.right
  if (values.help === true) return E.right('help')
  const faults: string[] = []
  const read = <A>(given: string | undefined, reading: (text: string) => Either<string, A>): A | undefined => {
    if (given === undefined) return undefined
    const found = reading(given)
    if (E.isRight(found)) return found.right
    faults.push(found.left)
    return undefined
  }
  const args: Args = {
    command: commandOf(positionals, values, { faults, read }),
    ...{ problem: values.problem, input: values.input, through: values.through },
    ...{ model: read(values.model, readModelName), modelUrl: values['model-url'] },
    ...{ record: values.record, replay: values.replay },
    ...{ store: read(values.store, readPlace) ?? usualPlace, graph: read(values.graph, readGraph) },
    run: read(values.run, readRunId),
    budget: budgetIn(read(values['budget-calls'], readCalls), read(values['budget-usd'], readUsd)),
    from: read(values.from, readRunId),
    changes: (values.change ?? []).flatMap((change) => read(change, readChange) ?? []),
    explain: read(values.explain, readCell),
    ...{ json: values.json ?? false, out: values.out ?? 'out' },
  }
  faults.push(...emptyOnes(values), ...contradictions(args, values))
  return faults.length > 0 ? E.left(faults) : E.right(args)
}

interface Reading {
  readonly faults: string[]
  readonly read: <A>(given: string | undefined, reading: (text: string) => Either<string, A>) => A | undefined
}

const commandOf = ([word, ...rest]: readonly string[], values: Values, { faults, read }: Reading): Command => {
  const take = (names: readonly string[]): void => {
    if (rest.length !== names.length)
      faults.push(`${word ?? ''} takes ${names.length === 0 ? 'nothing more' : names.join(' and ')}, see --help.`)
  }
  switch (word) {
    case undefined:
      return { _tag: values.plan === true ? 'plan' : 'walk' }
    case 'runs':
      take([])
      return { _tag: 'runs' }
    case 'verify':
      take(['the id of a run'])
      return { _tag: 'verify', run: read(rest[0], readRunId) ?? '' }
    case 'explain':
      take(['the id of a run', "a cell, e.g. 'C[0,1]'"])
      return {
        _tag: 'explain',
        run: read(rest[0], readRunId) ?? '',
        cell: read(rest[1], readCell) ?? { matrix: '', index: [] },
      }
    default:
      faults.push(`${JSON.stringify(word)} is no option: a problem goes behind --problem, in quotes.`)
      return { _tag: 'walk' }
  }
}

const budgetIn = (calls: number | undefined, microUsd: number | undefined): Budget => ({
  ...(calls === undefined ? {} : { calls }),
  ...(microUsd === undefined ? {} : { microUsd }),
})

const wanted: { readonly [name in 'problem' | 'out' | 'record' | 'replay' | 'input']: string } = {
  problem: 'give a sentence, or leave it out for the default problem.',
  input: 'give a file, or leave it out for the default problem.',
  out: 'give a folder, or leave it out.',
  record: 'give a file, or leave it out.',
  replay: 'give the file of a tape, or leave it out.',
}

const emptyOnes = (values: Values): readonly string[] =>
  (['problem', 'input', 'out', 'record', 'replay'] as const)
    .filter((name) => values[name]?.trim() === '')
    .map((name) => `--${name} is empty: ${wanted[name]}`)

/** What each word beside the walk goes with. */
const companions: { readonly [tag in 'runs' | 'verify' | 'explain']: readonly string[] } = {
  runs: ['store', 'json'],
  verify: ['store', 'json'],
  explain: ['store', 'json', 'from'],
}

const contradictions = ({ command, run, from, changes, store, graph }: Args, values: Values): readonly string[] => {
  if (command._tag !== 'walk' && command._tag !== 'plan') {
    const { _tag: tag } = command
    const strange = Object.keys(values).filter((name) => !companions[tag].includes(name))
    return strange.map((name) => `--${name} does not go with ${tag}.`)
  }
  const both = (a: keyof Values, b: keyof Values): boolean => values[a] !== undefined && values[b] !== undefined
  const says = (isSo: boolean, sentence: string): readonly string[] => (isSo ? [sentence] : [])
  return [
    ...says(both('problem', 'input'), '--problem and --input exclude each other: put the problem into the file.'),
    ...says(
      both('problem', 'from') || both('input', 'from'),
      'With --from the input is that of the run: use --change.',
    ),
    ...says(
      both('record', 'replay'),
      '--record and --replay exclude each other: a tape that is replayed exists already.',
    ),
    ...says(
      changes.length > 0 && values.from === undefined,
      '--change needs --from RUN: the run whose cell is changed.',
    ),
    ...says(
      values.explain !== undefined && values.from === undefined,
      '--explain needs --from RUN: the run to compare with.',
    ),
    ...says(
      store._tag === 'memory' && graph === 'local',
      '--graph local is kept in the directory of --store local:DIR: name one, or leave --graph out.',
    ),
    ...says(run !== undefined && run === from, '--run and --from name the same run: a new run needs an id of its own.'),
    ...says(
      command._tag === 'plan' && (values.record ?? values.explain) !== undefined,
      '--plan makes no call: leave --record and --explain out.',
    ),
  ]
}

const firstSentence = (thrown: unknown): string => messageOf(thrown).split('. ')[0] ?? ''
