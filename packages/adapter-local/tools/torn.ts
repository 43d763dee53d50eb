/**
 * What becomes of a store whose file a failing disk has harmed: builds one, cuts or flips one byte at places of chance in the database file or
 * its log, opens it, reads everything, and compares it with what was written. Every answer must be a true prefix or a typed refusal.
 *
 *     node --import tsx --conditions=@chorale/source packages/adapter-local/tools/torn.ts -- --places 1000 --seed 1
 */
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual, parseArgs } from 'node:util'
import * as E from 'fp-ts/lib/Either.js'
import type { EffectError } from '@chorale/core/fault'
import type { Entry, RunRecord, Snapshot } from '@chorale/core/ports/journal'
import type { Point, PointHead } from '@chorale/core/ports/vector'
import { local, type Store } from '../src/index.js'
import { breakIn, chained, right, said } from '../test/said.js'

/** How many places ended how. `wrong` says in words what must never be. */
export interface Tally {
  readonly whole: number
  readonly prefix: number
  readonly refused: number
  /** Given out by the store, and found by whoever checks the chain. */
  readonly foundByChain: number
  readonly wrong: readonly string[]
}

/** What was written of a run: its entries, and its record after each acknowledgement. */
interface History {
  readonly run: string
  readonly entries: readonly Entry[]
  readonly records: RunRecord[]
  readonly snapshots: (Snapshot | null)[]
}

/** A store to be harmed, and all that was acknowledged: of its points, what was there after each write. */
interface Template {
  readonly directory: string
  readonly histories: readonly History[]
  readonly points: (readonly Point[])[]
}

type Chance = (below: number) => number

/** A small generator with a seed, so that a place can be gone to again. */
const chanceOf = (seed: number): Chance => {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

const names = ['r', 'tide', 'vierzig']

/** Three runs written in turns, with a snapshot, a few nodes in a chain and a few vectors; the second half of the store is still in the log unless it is closed. */
const build = async (root: string, isClosed: boolean): Promise<Template> => {
  const directory = join(root, isClosed ? 'closed' : 'open')
  const work = join(root, 'work')
  const store = local({ directory: work, ballastBytes: 0 })
  const { create, append, load, snapshot, upsert, migrate, gather, put } = said(store)
  const points: (readonly Point[])[] = [[]]
  right(await migrate([{ version: 1, about: 'one of each', unique: [{ label: 'Cell', properties: ['at'] }] }]))
  right(await gather({ metric: 'dot' }))
  const histories = names.map((run): History => {
    const entries = chained(61, run, `${run} ${'shore '.repeat(12)}`)
    return { run, entries, records: [], snapshots: [null] }
  })
  const noted = async ({ run, records }: History) => void records.push(right(await load(run)).record)
  for (const history of histories) {
    right(await create({ run: history.run, labels: { tenant: history.run } }))
    await noted(history)
  }
  for (let at = 0; at < 61; at += 7) {
    if (at === 28) await store.close()
    for (const history of histories) {
      const { run, entries, snapshots } = history
      right(await append(at, entries.slice(at, at + 7), { run, status: at === 56 ? 'done' : 'running', at }))
      await noted(history)
      if (at % 21 !== 0) continue
      const kept = { next: at, hash: entries[at]?.hash ?? '', state: 'state '.repeat(at), stateHash: 'of it' }
      right(await snapshot(kept, run))
      snapshots.push(kept)
    }
    const [from, to] = [at - 7, at].map((id) => ({ label: 'Cell', id: String(id) }))
    if (from === undefined || to === undefined) continue
    const links = at === 0 ? [] : [{ type: 'LEADS_TO', from, to, properties: {} }]
    right(await upsert([{ ...to, properties: { text: 'shore '.repeat(9), at } }], links))
    const point = { id: `p${at}`, vector: [at, 1, 0.5], payload: { text: 'shore '.repeat(9), at } }
    right(await put([point]))
    points.push([...(points.at(-1) ?? []), point])
  }
  if (isClosed) await store.close()
  copyAll(work, directory)
  await store.close()
  rmSync(work, { recursive: true })
  return { directory, histories, points }
}

const copyAll = (from: string, to: string): void => {
  mkdirSync(to, { recursive: true })
  // Not the shared memory: it does not outlive a crash of the machine, and is made anew after that of a process.
  for (const file of readdirSync(from)) if (!file.endsWith('-shm')) copyFileSync(join(from, file), join(to, file))
}

/** Harms one file at one place, and says how. */
const harm = (directory: string, chance: Chance): string => {
  const files = readdirSync(directory).filter((file) => readFileSync(join(directory, file)).length > 0)
  const file = files[chance(files.length)] ?? ''
  const path = join(directory, file)
  const bytes = readFileSync(path)
  const place = chance(bytes.length)
  if (chance(4) === 0) {
    truncateSync(path, place)
    return `${file} cut at ${place}`
  }
  const change = 1 + chance(255)
  bytes[place] = (bytes[place] ?? 0) ^ change
  writeFileSync(path, bytes)
  return `${file} byte ${place} xor ${change}`
}

type Verdict = 'whole' | 'prefix' | 'refused' | 'foundByChain' | 'wrong'

/** From the best to the worst: a place is as good as the worst that was seen of it. */
const order: readonly Verdict[] = ['whole', 'prefix', 'refused', 'foundByChain', 'wrong']

const withoutSent = (entry: Entry): Entry => (entry.kind === 'sent' ? { ...entry, payload: null } : entry)

const judged = (isWhole: boolean, isTrue: boolean): Verdict => (isWhole ? 'whole' : isTrue ? 'prefix' : 'wrong')

/** Refused for what it is: damaged, or no longer recognised as a store of ours. Anything else would send somebody the wrong way. */
const refusal = ({ _tag }: EffectError): Verdict =>
  _tag === 'Damaged' || _tag === 'Rejected' || _tag === 'Unsupported' ? 'refused' : 'wrong'

const judgeRun = async (store: Store, { run, entries, records, snapshots }: History): Promise<readonly Verdict[]> => {
  const { load, read } = said(store)
  const verdicts: Verdict[] = []
  const loaded = await load(run)
  if (E.isLeft(loaded)) verdicts.push(refusal(loaded.left))
  else {
    const { record, snapshot } = loaded.right
    const isTrue = records.some((one) => isDeepStrictEqual(one, record))
    verdicts.push(judged(isDeepStrictEqual(record, records.at(-1)), isTrue))
    verdicts.push(judged(true, true), snapshots.some((one) => isDeepStrictEqual(one, snapshot)) ? 'whole' : 'wrong')
  }
  for (const payloads of ['all', 'inputs'] as const) {
    const page = await read({ run, payloads })
    if (E.isLeft(page)) verdicts.push(refusal(page.left))
    else if (breakIn(page.right.entries, run) !== undefined) verdicts.push('foundByChain')
    else {
      const found = page.right.entries
      const wanted = entries.slice(0, found.length).map(payloads === 'all' ? (entry) => entry : withoutSent)
      verdicts.push(
        judged(found.length === entries.length && isDeepStrictEqual(found, wanted), isDeepStrictEqual(found, wanted)),
      )
    }
  }
  return verdicts
}

const judgeList = async (store: Store, histories: readonly History[]): Promise<Verdict> => {
  const listed = await said(store).list()
  if (E.isLeft(listed)) return refusal(listed.left)
  const { runs } = listed.right
  const isTrue = runs.every((record) =>
    histories.some(({ records }) => records.some((one) => isDeepStrictEqual(one, record))),
  )
  const isWhole = histories.every(({ records }) => runs.some((record) => isDeepStrictEqual(record, records.at(-1))))
  return judged(isTrue && isWhole, isTrue)
}

/** A point is what was written, or it is refused; none is missing without a word. */
const judgePoints = async (store: Store, states: Template['points']): Promise<readonly Verdict[]> => {
  const { scroll, search } = said(store)
  const [all, found] = [await scroll(), await search([1, 0, 0], { limit: 100 })]
  const byId = <P extends PointHead>(points: readonly P[]): readonly P[] =>
    [...points].sort((a, b) => (a.id < b.id ? -1 : 1))
  const judgeOne = (seen: unknown, wanted: (state: readonly Point[]) => unknown): Verdict =>
    judged(
      isDeepStrictEqual(seen, wanted(states.at(-1) ?? [])),
      states.some((state) => isDeepStrictEqual(seen, wanted(state))),
    )
  const scored = (state: readonly Point[]) =>
    byId(state).map(({ id, payload, vector: [score = 0] }) => ({ id, payload, score }))
  return [
    E.isLeft(all) ? lost(all.left) : judgeOne(byId(all.right.points), byId),
    E.isLeft(found) ? lost(found.left) : judgeOne(byId(found.right.hits), scored),
  ]
}

/** A log that ends before the collection was made is a log that ends earlier. */
const lost = (fault: EffectError): Verdict => (fault._tag === 'NotFound' ? 'prefix' : refusal(fault))

/** The graph has no checksums: whatever it says, it says or refuses it, and it does not end the process. */
const judgeGraph = async (store: Store): Promise<readonly Verdict[]> => {
  const { query, links } = said(store)
  const hops = [{ types: ['LEADS_TO'], direction: 'both' as const, depth: { least: 1, most: 9 } }]
  const answers = [await query({ orderBy: [{ by: 'at' }] }), await query({ hops }), await links()]
  return answers.map((answer) => (E.isLeft(answer) ? refusal(answer.left) : 'whole'))
}

const judge = async (directory: string, { histories, points }: Template): Promise<Verdict> => {
  const store = local({ directory, ballastBytes: 0 })
  try {
    const verdicts = [await judgeList(store, histories)]
    for (const history of histories) verdicts.push(...(await judgeRun(store, history)))
    verdicts.push(...(await judgePoints(store, points)), ...(await judgeGraph(store)))
    return order[Math.max(...verdicts.map((verdict) => order.indexOf(verdict)))] ?? 'wrong'
  } catch {
    return 'wrong'
  } finally {
    await store.close()
  }
}

/** Harms so many copies, one place each, in a directory that is removed behind it. */
export const torn = async (places: number, seed: number, place = tmpdir()): Promise<Tally> => {
  const root = mkdtempSync(join(place, 'chorale-torn-'))
  const templates = [await build(root, true), await build(root, false)]
  const tally = { whole: 0, prefix: 0, refused: 0, foundByChain: 0, wrong: [] as string[] }
  for (let i = 0; i < places; i += 1) {
    const chance = chanceOf(seed * 1_000_003 + i)
    const template = templates[i % 2] ?? { directory: '', histories: [], points: [] }
    const harmed = join(root, String(i))
    copyAll(template.directory, harmed)
    const how = harm(harmed, chance)
    const verdict = await judge(harmed, template)
    // A log that was cut is a log that ends earlier; from the database file, nothing may be missing without a word.
    if (verdict === 'wrong' || (verdict === 'prefix' && !how.includes('-wal')))
      tally.wrong.push(`seed ${seed}, place ${i}: ${verdict}, ${how}`)
    else tally[verdict] += 1
    rmSync(harmed, { recursive: true })
  }
  rmSync(root, { recursive: true })
  return tally
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    args: process.argv.slice(2).filter((arg) => arg !== '--'),
    options: { places: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
  })
  const tally = await torn(Number(values.places), Number(values.seed))
  process.stdout.write(`${JSON.stringify(tally, null, 2)}\n`)
  if (tally.wrong.length > 0) process.exitCode = 1
}
