import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { local, type Store } from '../src/index.js'
import { right, said } from '../test/said.js'

/** Tells a figure. */
export type Say = (line: string) => void

const millis = async (work: () => Promise<unknown>): Promise<number> => {
  const start = process.hrtime.bigint()
  await work()
  return Number(process.hrtime.bigint() - start) / 1e6
}

const fresh = async (work: (store: Store) => Promise<void>): Promise<void> => {
  const directory = mkdtempSync(join(tmpdir(), 'chorale-measure-'))
  const store = local({ directory, ballastBytes: 0 })
  await work(store)
  await store.close()
  rmSync(directory, { recursive: true })
}

/** The first, the best and the median of so many. */
const told = async (say: Say, what: string, work: () => Promise<unknown>): Promise<void> => {
  const times: number[] = []
  for (let round = 0; round < 15; round += 1) times.push(await millis(work))
  const [first = 0, sorted] = [times[0], [...times].sort((a, b) => a - b)]
  say(
    `${what}: first ${first.toFixed(1)} ms, best ${(sorted[0] ?? 0).toFixed(1)}, median ${(sorted[7] ?? 0).toFixed(1)}`,
  )
}

const ref = (i: number) => ({ label: 'Cell', id: `run/C/${i >> 3},${i & 7}` })

/** The graph: 12,000 cells and 150,000 relationships that lead from each to later ones. */
export const walking = async (say: Say): Promise<void> => {
  await fresh(async (store) => {
    const { upsert, query, migrate } = said(store)
    const [cells, links] = [12_000, 150_000]
    const nodes = Array.from({ length: cells }, (_, i) => ({
      ...{ ...ref(i), properties: { text: 'shore '.repeat(20), station: i % 7, i } },
    }))
    const relationships = Array.from({ length: links }, (_, k) => {
      const i = k % (cells - 1)
      const to = Math.min(cells - 1, i + 1 + Math.floor(k / (cells - 1)) * 29)
      return { type: 'LEADS_TO', from: ref(i), to: ref(to), key: String(k), properties: {} }
    })
    const write = async (): Promise<void> => {
      for (let i = 0; i < cells; i += 1000) right(await upsert(nodes.slice(i, i + 1000)))
      for (let i = 0; i < links; i += 5000) right(await upsert([], relationships.slice(i, i + 5000)))
    }
    say(`${cells} nodes and ${links} relationships written: ${(await millis(write)).toFixed(0)} ms`)
    const match = { label: 'Cell', where: [{ _tag: 'eq' as const, name: 'id', value: ref(0).id }] }
    const hops = [{ types: ['LEADS_TO'], direction: 'out' as const, depth: { least: 1, most: 50 } }]
    const whole = right(await query({ match, hops })).count
    await told(say, `a cone of ${whole} nodes`, () => query({ match, hops }))
    await told(say, 'the first ten of it', () => query({ match, hops, limit: 10 }))
    await told(say, 'one node by its id', () => query({ match }))
    const where = [{ _tag: 'eq' as const, name: 'i', value: 77 }]
    await told(say, 'one node by a property', () => query({ match: { label: 'Cell', where } }))
    right(await migrate([{ version: 1, about: 'looked up', indexes: [{ label: 'Cell', properties: ['i'] }] }]))
    await told(say, 'the same with an index', () => query({ match: { label: 'Cell', where } }))
  })
}

/** Vectors: 20,000 of 384 dimensions, written in batches of 500. */
export const searching = async (say: Say): Promise<void> => {
  await fresh(async (store) => {
    const { gather, put, search } = said(store)
    const [count, dimension] = [20_000, 384]
    const vector = (i: number) => Array.from({ length: dimension }, (_, k) => Math.sin(i * 7 + k * (i % 13)))
    right(await gather({ dimension }))
    const points = Array.from({ length: count }, (_, i) => ({
      ...{ id: `p${i}`, vector: vector(i), payload: { run: `r${i % 9}`, text: 'shore '.repeat(20) } },
    }))
    const write = async (): Promise<void> => {
      for (let i = 0; i < count; i += 500) right(await put(points.slice(i, i + 500)))
    }
    say(`${count} vectors of ${dimension} dimensions written: ${(await millis(write)).toFixed(0)} ms`)
    await told(say, 'the ten nearest', () => search(vector(5)))
    const filter = [{ _tag: 'eq' as const, name: 'run', value: 'r3' }]
    await told(say, 'the ten nearest that fit a filter', () => search(vector(5), { filter }))
    await told(say, 'the ten nearest after ten others were written', async () => {
      right(await put(points.slice(0, 10)))
      return search(vector(5))
    })
  })
}
