import { canonical, sha256Hex, toIso, type Instant } from '../../../kit/base/index.js'
import { thrownText } from '../../../kit/fault/index.js'
import type { Call, Cell, Move } from '../cell.js'
import { refText } from '../layout.js'
import { pipelineOf, products, type Formula, type Pipeline } from '../product.js'
import type { MadeMatrix, ValleyResult } from '../result.js'
import { stationName, valleySummary } from '../station.js'

/** One thing that happened to one cell, with the names of the wire. Spec cf14 4.8. */
export interface TraceEvent {
  readonly stage: string
  readonly matrix: string
  readonly i: number
  readonly j: number
  readonly row_label: string
  readonly col_label: string
  readonly text: string
  readonly terms_used: readonly string[]
  readonly warnings: readonly string[]
  /** What a sum was made of; null for everything else. */
  readonly products: readonly string[] | null
  readonly thread_id: string
  readonly run_id: string
  readonly station: string
  readonly valley_summary: string
  /** What the matrix is made from, e.g. `A * B`. */
  readonly pattern: string
  /** The stages that a cell of the matrix goes through. */
  readonly stage_plan: readonly string[]
  /** The operands' texts by their place, e.g. `A[0,1]`. */
  readonly inputs: { readonly [place: string]: string }
  readonly model_id: string | null
  readonly latency_ms: number
  readonly prompt_hash: string | null
  /** 16 hex digits over what was said where; two events with the same hash are one. */
  readonly event_hash: string
  readonly timestamp: string
  readonly v: 1
}

/** Everything that has happened to the cells of a run so far, cell by cell. Spec cf14 4.8. */
export const traceOf = (result: ValleyResult, run: string): readonly TraceEvent[] =>
  result.matrices.flatMap((made) => {
    const formula = products.find(({ name }) => name === made.name)?.formula
    const pipeline = formula === undefined ? undefined : pipelineOf(formula)
    return formula === undefined || pipeline === undefined
      ? []
      : made.cells.flatMap((cell) =>
          saidOf(cell, pipeline).map((said) => eventOf(said, cell, { result, run, made, formula })),
        )
  })

interface Said extends Pick<TraceEvent, 'stage' | 'text'> {
  readonly at: Instant
  readonly call?: Call
  readonly products?: readonly string[]
}

const saidOf = (cell: Cell, pipeline: Pipeline): readonly Said[] => [
  { stage: 'product:combinatorial', text: cell.initialContent, at: cell.createdAt },
  ...cell.calls.flatMap((call) =>
    call.reply === undefined
      ? []
      : [{ stage: stageOf(call, pipeline), text: call.reply.text, at: call.reply.at, call }],
  ),
  ...cell.moves.flatMap((move) => sumOf(cell, move, pipeline)),
]

const stageOf = ({ stage, slot = 0 }: Call, pipeline: Pipeline): string => {
  switch (stage) {
    case 'multiply':
      return pipeline === 'elementwise' ? 'element-wise' : `product:k=${slot}`
    case 'column_lens':
      return 'lensing:column'
    case 'row_lens':
      return 'lensing:row'
    case 'synthesize':
    case 'lens':
      return 'lensing:final'
    case 'shift':
      return 'semantic:station_shift'
  }
}

const sumOf = (cell: Cell, { operation, content, at }: Move, pipeline: Pipeline): readonly Said[] => {
  if (operation !== 'semantic_addition') return []
  const texts = cell.calls.flatMap(({ stage, reply }) =>
    stage === 'multiply' && reply !== undefined ? [reply.text] : [],
  )
  return pipeline === 'sentence'
    ? [{ stage: 'synthesis', text: content, at }]
    : [{ stage: 'sum', text: content, at, products: texts }]
}

const plans: { readonly [P in Pipeline]: readonly string[] } = {
  dot: ['product:combinatorial', 'product:k', 'sum', 'lensing:column', 'lensing:row', 'lensing:final'],
  elementwise: ['product:combinatorial', 'element-wise', 'lensing:column', 'lensing:row', 'lensing:final'],
  sentence: ['product:combinatorial', 'synthesis', 'lensing:column', 'lensing:row', 'lensing:final'],
  shift: ['product:combinatorial', 'semantic:station_shift'],
}

const signs: { readonly [T in Formula['_tag']]?: string } = { dot: '*', elementwise: '⊙', sentence: '+', cross: 'x' }

const patternOf = (formula: Formula): string =>
  'left' in formula
    ? `${formula.left} ${signs[formula._tag] ?? ''} ${formula.right}`
    : 'source' in formula
      ? `-> ${formula.source}`
      : ''

interface Where {
  readonly result: ValleyResult
  readonly run: string
  readonly made: MadeMatrix
  readonly formula: Formula
}

const eventOf = (said: Said, cell: Cell, { result, run, made, formula }: Where): TraceEvent => {
  const [i = -1, j = -1] = cell.index
  const reply = said.call?.reply
  const pipeline = pipelineOf(formula)
  const event = {
    ...{ stage: said.stage, matrix: made.name, i, j, row_label: made.rows[i] ?? '', col_label: made.columns[j] ?? '' },
    ...{ text: said.text, terms_used: reply?.termsUsed ?? [], warnings: reply?.warnings ?? [] },
    ...{ products: said.products ?? null, prompt_hash: said.call?.promptHash ?? null },
  }
  return {
    ...event,
    ...{ thread_id: result.threadId, run_id: run, station: stationName(made.station) },
    ...{ valley_summary: valleySummary(made.station), pattern: patternOf(formula) },
    stage_plan: pipeline === undefined ? [] : plans[pipeline],
    inputs: Object.fromEntries(cell.operands.map(({ ref, text }) => [refText(ref), text])),
    model_id: reply === undefined ? null : (reply.resolver.model ?? reply.resolver.type),
    latency_ms: reply?.latencyMs ?? 0,
    event_hash: eventHash(event),
    timestamp: toIso(said.at),
    v: 1,
  }
}

type Hashed = 'stage' | 'matrix' | 'i' | 'j' | 'row_label' | 'col_label' | 'text' | 'terms_used' | 'warnings'

/** What was said where, as 16 hex digits; when and by whom does not count. Spec cf14 4.8. */
export const eventHash = (event: Pick<TraceEvent, Hashed | 'products' | 'prompt_hash'>): string => {
  const { terms_used: terms, warnings, products: made, ...rest } = event
  const sorted = { ...rest, terms_used: [...terms].sort(), warnings: [...warnings].sort() }
  const content = made === null || made.length === 0 ? sorted : { ...sorted, products: [...made].sort() }
  return sha256Hex(canonical(content)).slice(0, 16)
}

/** Where lines go: a file, a socket. It may fail. */
export type TraceSink = (line: string) => void | Promise<void>

/** Events that are remembered, so that none is written twice. Spec cf14 4.8. */
const remembered = 100_000

/**
 * Writes traces to a sink as JSON lines, keys sorted, each event once: a growing result may be given again and again. A sink that fails is told to
 * `warn` and stops nothing; what it did not take is tried again with the next result. Spec cf14 4.8.
 */
export const traceTo = (
  sink: TraceSink,
  warn: (warning: string) => void,
  most = remembered,
): ((result: ValleyResult, run: string) => Promise<void>) => {
  // Insertion order makes a set a queue.
  const seen = new Set<string>()
  return async (result, run) => {
    for (const event of traceOf(result, run)) {
      if (seen.has(event.event_hash)) continue
      try {
        await sink(lineOf(event))
      } catch (thrown) {
        warn(`trace_not_written: ${thrownText(thrown)}`)
        return
      }
      seen.add(event.event_hash)
      const [oldest] = seen
      if (seen.size > most && oldest !== undefined) seen.delete(oldest)
    }
  }
}

/** One line of a trace: keys sorted, compact. */
const lineOf = (event: TraceEvent): string => `${canonical({ ...event })}\n`
