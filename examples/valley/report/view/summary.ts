import { originOf, type Reply, type ValleyResult } from '@chorale/core/cf14'
import { costText, countText, dateText, plural, timeText } from '../figures.js'
import type { ReportInput } from '../input.js'
import { modelText, type Fact } from './call.js'
import type { CellView } from './cell.js'
import { formulaOf, type MatrixView } from './matrix.js'

/** How the run ended: a word and what it means for the reader. */
export interface StatusView {
  readonly status: ReportInput['status']
  readonly word: string
  readonly sentence: string
  /** Cells that failed. */
  readonly failed: readonly CellName[]
}

/** A cell to be linked to. */
export type CellName = Pick<CellView, 'key' | 'name'>

/** A remark on where the words come from and what they are good for. */
export interface NoteView {
  readonly title: string
  readonly text: string
}

/** A warning of the run: what it means, and the code as the run gave it. */
export interface WarningView {
  readonly text: string
  readonly code: string
  /** Where it was given, if it belongs to cells. */
  readonly cells: readonly CellName[]
}

/** How the run ended. */
export const statusView = ({ status }: ReportInput, matrices: readonly MatrixView[]): StatusView => ({
  status,
  ...statusWords[status],
  failed: cellsOf(matrices)
    .filter(({ standing }) => standing === 'failed')
    .map(nameOf),
})

const statusWords: { readonly [S in ReportInput['status']]: Pick<StatusView, 'word' | 'sentence'> } = {
  complete: { word: 'Complete', sentence: 'Every matrix of this run is made and every cell in it is resolved.' },
  partial: { word: 'Partial', sentence: 'Some of the walk is missing. What was made before it stands.' },
  failed: { word: 'Failed', sentence: 'Nothing could be resolved.' },
  cancelled: { word: 'Cancelled', sentence: 'The run was stopped before its end. What was made by then stands.' },
}

const cellsOf = (matrices: readonly MatrixView[]): readonly CellView[] => matrices.flatMap(({ cells }) => cells.flat())

const nameOf = ({ key, name }: CellView): CellName => ({ key, name })

/** What was run, and what it took. */
export const factsOf = (input: ReportInput): readonly Fact[] => {
  const { totals, matrices } = input.result
  const given = matrices
    .filter(({ name }) => originOf(formulaOf(name)) === 'axiom')
    .reduce((sum, { cells }) => sum + cells.length, 0)
  return [
    { name: 'Model', value: input.model },
    { name: 'Answered by', value: resolversOf(input.result).join('; ') || 'nobody' },
    { name: 'Run', value: input.run },
    { name: 'Started', value: dateText(input.startedAt) },
    { name: 'Time', value: timeText(input.elapsedMs) },
    { name: 'Cells', value: `${countText(totals.cells)}, ${countText(given)} of them given` },
    { name: 'Calls', value: countText(totals.calls) },
    { name: 'Tokens', value: totals.tokens === 0 ? 'none' : countText(totals.tokens) },
    { name: 'Cost', value: costText(totals.costMicroUsd) },
  ]
}

const repliesOf = (result: ValleyResult): readonly Reply[] =>
  result.matrices.flatMap(({ cells }) => cells.flatMap(({ calls }) => calls.flatMap(({ reply }) => reply ?? [])))

const resolversOf = (result: ValleyResult): readonly string[] => [
  ...new Set(repliesOf(result).map(({ resolver }) => modelText(resolver))),
]

/** Warnings of the run in sentences, then one line on those of its calls. */
export const warningsOf = (result: ValleyResult, matrices: readonly MatrixView[]): readonly WarningView[] => {
  const told = result.warnings.map((code) => ({ text: sentenceOf(code), code, cells: [] }))
  const unwritten = result.unwritten.map(({ matrix, error }) => ({
    text: `${matrix} could not be written to the store: ${error.because}.`,
    code: error._tag,
    cells: [],
  }))
  const cells = cellsOf(matrices).filter(isWarned).map(nameOf)
  const text = `Answers of ${plural(cells.length, 'cell')} came with a warning; the lineage of each shows it.`
  return [...told, ...unwritten, ...(cells.length > 0 ? [{ text, code: '', cells }] : [])]
}

const isWarned = ({ pairs, readings }: CellView): boolean =>
  [...pairs.map(({ call }) => call), ...readings].some(
    ({ answer }) => answer !== undefined && answer.warnings.length > 0,
  )

const sentenceOf = (code: string): string => {
  const [kind = '', ...rest] = code.split(':')
  const list = (rest[0] ?? '').split(',').join(', ')
  switch (kind) {
    case 'not_reached':
      return `Not reached, because something they are made from is missing: ${list}.`
    case 'stations_skipped':
      return `The shapes of A and B do not allow stations ${list}.`
    case 'not_written':
      return `${list} was not written to the store.`
    default:
      return code
  }
}

/** What a reader should know of the words before trusting them; none for language models. */
export const noteOf = ({ model, result }: ReportInput): NoteView | undefined => {
  const resolvers = repliesOf(result).map(({ resolver }) => resolver)
  if (resolvers.some((resolver) => resolver.type === 'local' && resolver.model?.startsWith('lexicon') === true))
    return lexiconNote
  return model === 'echo' || resolvers.some(({ type }) => type === 'echo') ? echoNote : undefined
}

const lexiconNote: NoteView = {
  title: 'How far to trust these words',
  text: 'They were composed on this machine from word vectors (lexicon-glove-100d): no key, no network, the same words every time. That is enough for a first look at the valley and at how each cell comes about. The lexicon reads words, not sentences: it weighs no argument, sees no negation, and of the problem it knows only the single words. A language model is better for everything you would act on.',
}

const echoNote: NoteView = {
  title: 'These are no words',
  text: 'The echo resolver answers every call with the address of that call. The structure, the order and the lineage are real; the contents mean nothing. Use the lexicon for words without a key, or a language model for reasoning.',
}
