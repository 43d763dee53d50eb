import { parseArgs } from 'node:util'
import Table from 'cli-table3'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { componentId, valley } from '@chorale/core/cf14'
import { askTask, queries, type ComponentRecord, type Kin } from '@chorale/core/cf14/store'
import { combine } from '@chorale/core/effect'
import type { EffectError } from '@chorale/core/fault'
import { start } from '@chorale/core/run'
import { lexicon } from '@chorale/adapter-lexicon'
import { badUsage, exit, wentWrong, type Refusal } from './valley/exit.js'
import { messageOf } from './valley/message.js'
import { cellText, readCell, type CellName } from './valley/order/cell.js'
import { readRunId } from './valley/order/run-id.js'
import { cut, many, wrapped } from './valley/say.js'
import { storeFault } from './valley/store/fault.js'
import { graphAt, type Graph } from './valley/store/graph.js'
import { placeText, storeAt, type Place, type Store } from './valley/store/store.js'

const usage = `Asks the provenance graph of a valley two questions about one of its cells:
where does it come from, and what would change if it changed?

  npm run lineage -- [options]

  --graph PLACE   memory (default): a valley is walked first, gone afterwards
                  local or local:DIR: a directory (local is local:.chorale)
                  neo4j: the server at NEO4J_URI (bolt://localhost:7687), with
                  NEO4J_USER (neo4j) and NEO4J_PASSWORD (none: it asks for none)
  --run ID        which run is asked; without it, the newest in the graph. One
                  that is not there is walked with the lexicon, and kept
  --cell CELL     the cell, e.g. 'F[0,0]' (default: 'C[0,0]')
  --depth N       steps in each direction, 1 to 20 (default: 2)
  --help          this text

Exit codes: 0 answered, 1 the store failed, 64 bad usage or no such cell.
`

/** Where the graph is kept. */
type At = Place | { readonly _tag: 'neo4j' }

interface Asked {
  readonly place: At
  readonly run: string | undefined
  readonly cell: CellName
  readonly depth: number
}

const text = { type: 'string' } as const
const options = { graph: text, run: text, cell: text, depth: text, help: { type: 'boolean', short: 'h' } } as const

/** Reads the command line, or says every thing wrong with it, one sentence each. */
const readArgs = (argv: readonly string[]): Either<readonly string[], Asked | 'help'> => {
  const parsed = E.tryCatch(
    () => parseArgs({ args: [...argv], options, strict: true }).values,
    (thrown) => [messageOf(thrown).split('. ')[0] ?? ''],
  )
  if (E.isLeft(parsed)) return parsed
  const { graph = 'memory', run, cell = 'C[0,0]', depth = '2', help } = parsed.right
  if (help === true) return E.right('help')
  const read = {
    place: readGraph(graph),
    run: run === undefined ? E.right(undefined) : readRunId(run),
    cell: readCell(cell),
    depth: readDepth(depth),
  }
  const faults = Object.values(read).flatMap((each: Either<string, unknown>) => (E.isLeft(each) ? [each.left] : []))
  if (E.isRight(read.place) && E.isRight(read.run) && E.isRight(read.cell) && E.isRight(read.depth))
    return E.right({
      ...{ place: read.place.right, run: read.run.right, cell: read.cell.right, depth: read.depth.right },
    })
  return E.left(faults)
}

const readGraph = (given: string): Either<string, At> => {
  if (given === 'memory' || given === 'neo4j') return E.right({ _tag: given })
  const directory = given === 'local' ? '.chorale' : (/^local:(.+)$/su.exec(given)?.[1]?.trim() ?? '')
  return directory === ''
    ? E.left(`--graph ${given} is not known: wanted memory, local, local:DIR or neo4j.`)
    : E.right({ _tag: 'local', directory })
}

const readDepth = (given: string): Either<string, number> =>
  /^(?:[1-9]|1\d|20)$/u.test(given)
    ? E.right(Number(given))
    : E.left(`--depth ${given} is no depth: wanted a whole number from 1 to 20.`)

/** A graph, where it is, and the journal of a directory, where a walk that was interrupted is carried on. */
interface Opened extends Graph {
  readonly at: At
  readonly journal: Store['handlers'] | undefined
}

const open = async (at: At): Promise<Opened> => {
  if (at._tag === 'neo4j')
    return { ...(await graphAt('neo4j', storeAt({ _tag: 'memory' }), process.env)), at, journal: undefined }
  const { handlers, close } = storeAt(at)
  return { handlers, close, at, journal: at._tag === 'local' ? handlers : undefined }
}

const atText = (at: At): string => (at._tag === 'neo4j' ? 'Neo4j' : placeText(at))

const faultAt = (at: At, error: EffectError): Refusal => {
  if (at._tag !== 'neo4j') return storeFault(at, error)
  const { _tag, doing, because, next } = error
  const said = `Neo4j cannot ${doing}: ${because}. ${next}`
  return _tag === 'Denied' || _tag === 'Rejected' || _tag === 'Unsupported' ? badUsage(said) : wentWrong(said)
}

/** The thread of a run that the graph holds; without a name, of the newest run. */
const threadOf = async (
  { handlers, at }: Opened,
  run: string | undefined,
): Promise<Either<Refusal, string | undefined>> => {
  const found = await handlers['graph/query'](
    {
      ...{ _tag: 'graph/query', key: 'threads', limit: 1 },
      match: {
        label: 'SemanticThread',
        where: run === undefined ? [] : [{ _tag: 'eq', name: 'run_id', value: run }],
      },
      orderBy: [{ by: 'created_at', descending: true }],
    },
    { run: 'lineage', attempt: 1, signal: new AbortController().signal },
  )()
  return E.bimap(
    (error: EffectError) => faultAt(at, error),
    ({ nodes }: { readonly nodes: readonly { readonly id: string }[] }) => nodes[0]?.id,
  )(found)
}

/** Walks a valley into the graph, so that there is something to ask. */
const walk = async ({ handlers, at, journal }: Opened, run: string | undefined): Promise<Either<Refusal, string>> => {
  const name = run ?? 'lineage'
  process.stderr.write(`No run to ask in ${atText(at)}: walking ${name} with the lexicon.\n`)
  const kept = journal === undefined ? {} : { journal, existing: 'resume' as const }
  const ending = await start(valley, {}, { interpreter: combine(lexicon(), handlers), run: name, ...kept }).ending()
  if (E.isLeft(ending)) return E.left(wentWrong(`The walk did not come to its end: ${ending.left.because}.`))
  const { threadId, unwritten } = ending.right.result
  const [lost] = unwritten
  return lost === undefined
    ? E.right(threadId)
    : E.left(wentWrong(`${lost.matrix} was not written: ${lost.error.because}. ${lost.error.next}`))
}

/** A topic of R stands in its only row. */
const idOf = (thread: string, { matrix, index }: CellName): string =>
  componentId(thread, matrix, index.length === 1 ? [0, ...index] : index)

const nameOf = ({ matrix, position }: ComponentRecord): string => cellText({ matrix, index: position })

/** Control characters could move the cursor or recolour the terminal. */
const plain = (said: string): string => said.replace(/[\p{Cc}\s]+/gu, ' ').trim()

const steps: { readonly [type: string]: string } = {
  semantic_multiplication: 'multiplied',
  elementwise_multiplication: 'multiplied by position',
  semantic_addition: 'added',
  interpretation: 'read through row and column',
  station_shift: 'shifted',
  truncation: 'cut off',
  transposition: 'turned',
  extraction: 'taken out',
}

/** How a cell was made, and by whom. */
const madeBy = ({ component, operations }: Kin): string => {
  if (component.origin === 'axiom') return 'given'
  const moves = operations.flatMap(({ operationType }) => steps[operationType] ?? [])
  const resolvers = new Set(
    operations.flatMap(({ resolver: { type, model } }) => (type === 'structural' ? [] : [model ?? type])),
  )
  return `${moves.join(', then ')}${resolvers.size === 0 ? '' : ` (${[...resolvers].join(', ')})`}`
}

const tableOf = (kin: readonly Kin[], width: number): string => {
  const heads = ['steps', 'cell', 'says', 'made by']
  const room = Math.max(20, Math.floor((width - 7 - 10 - heads.length - 1) / 2))
  const table = new Table({
    head: heads,
    colWidths: [7, 10, room, room],
    wordWrap: true,
    style: { head: [], border: [] },
  })
  for (const each of kin)
    table.push([String(each.distance), nameOf(each.component), cut(plain(each.component.content), 160), madeBy(each)])
  return table.toString()
}

interface Answers {
  readonly cell: ComponentRecord
  readonly from: readonly Kin[]
  readonly to: readonly Kin[]
}

const shown = (
  { cell, from, to }: Answers,
  { depth, width }: { readonly depth: number; readonly width: number },
): string => {
  const where = `${nameOf(cell)}, ${cell.rowLabel} / ${cell.columnLabel}, at ${cell.station}: ${plain(cell.content)}`
  const within = `within ${many(depth, 'step')}`
  return [
    wrapped(where, width, '  '),
    '',
    from.length === 0 ? 'It was given.' : `It comes from ${many(from.length, 'cell')} ${within}:`,
    ...(from.length === 0 ? [] : [tableOf(from, width)]),
    '',
    to.length === 0
      ? 'Nothing is made from it.'
      : `If it changed, ${many(to.length, 'cell')} ${within} would be made anew:`,
    ...(to.length === 0 ? [] : [tableOf(to, width)]),
    '',
  ].join('\n')
}

const answered = async (asked: Asked, graph: Opened): Promise<Either<Refusal, string>> => {
  const known = await threadOf(graph, asked.run)
  if (E.isLeft(known)) return known
  const thread = known.right === undefined ? await walk(graph, asked.run) : E.right(known.right)
  if (E.isLeft(thread)) return thread
  const id = idOf(thread.right, asked.cell)
  const { handlers } = graph
  const cell = await askTask(handlers, queries.component(id))()
  const from = await askTask(handlers, queries.lineage(id, asked.depth))()
  const to = await askTask(handlers, queries.impact(id, asked.depth))()
  if (E.isRight(cell) && E.isRight(from) && E.isRight(to)) {
    const width = process.stdout.columns || 100
    return E.right(shown({ cell: cell.right, from: from.right, to: to.right }, { depth: asked.depth, width }))
  }
  const [error] = [cell, from, to].flatMap((each: Either<EffectError, unknown>) => (E.isLeft(each) ? [each.left] : []))
  return E.left(
    error === undefined || error._tag === 'NotFound'
      ? badUsage(
          `${cellText(asked.cell)} is no cell of this run: matrices are A to Z as the valley names them, counted from 0.`,
        )
      : faultAt(graph.at, error),
  )
}

const refuse = ({ code, lines }: Refusal): number => {
  for (const line of lines) process.stderr.write(`${line}\n`)
  return code
}

const main = async (): Promise<number> => {
  const asked = readArgs(process.argv.slice(2))
  if (E.isLeft(asked)) return refuse(badUsage(...asked.left, 'Run with --help for the options.'))
  if (asked.right === 'help') {
    process.stdout.write(usage)
    return exit.complete
  }
  const graph = await open(asked.right.place)
  try {
    const said = await answered(asked.right, graph)
    if (E.isLeft(said)) return refuse(said.left)
    process.stdout.write(said.right)
    return exit.complete
  } finally {
    await graph.close()
  }
}

process.exitCode = await main()
