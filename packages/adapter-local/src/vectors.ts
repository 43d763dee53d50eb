import type { PointHead, Searched } from '@chorale/core/ports/vector'
import { selectChanged, selectPoints, selectVectors } from './compile/points.js'
import type { FoundCollection } from './decode/collection.js'
import { numbersOf } from './decode/node.js'
import { pointsOf, type FoundPoint } from './decode/point.js'
import { corrupt, type Connection } from './driver.js'
import { floatsOut } from './floats.js'

/** What was read of a collection, and at which count of its changes. */
export interface Kept {
  readonly changes: number
  readonly heads: PointHead[]
  /** The number in the table of the point in each slot, and the slot of each number. */
  readonly numbers: number[]
  readonly slots: Map<number, number>
  data: Float32Array
}

/** A connection with what it has read so far, by the numbers of collections. */
interface Reading {
  readonly connection: Connection
  readonly vectors: Map<number, Kept>
}

const nothing = (): Kept => ({ changes: 0, heads: [], numbers: [], slots: new Map(), data: new Float32Array(0) })

/** Points travel in packs of so many. */
const most = 1000

/** Points by their numbers, in their order, each checked. */
export function* pointsIn(connection: Connection, numbers: readonly number[]): Iterable<FoundPoint> {
  for (let from = 0; from < numbers.length; from += most) {
    const pack = numbers.slice(from, from + most)
    yield* pointsOf(connection.read(selectPoints(pack)), connection.bytes(selectVectors(pack)))
  }
}

/**
 * All vectors of a collection, to be searched. They are kept in memory once they were read; whoever writes, this process or another, counts the
 * collection's changes up inside of the same transaction, so that here, inside of one, it is known whether and what must be read again.
 */
export const searched = ({ connection, vectors }: Reading, found: FoundCollection): Searched => {
  const { id, dimension, metric, points, changes } = found
  const known = vectors.get(id)
  // Taken out while it is changed: what is half read must not be found by the next.
  vectors.delete(id)
  const kept = { ...(known ?? nothing()), changes }
  if (known?.changes !== changes)
    refresh(connection, found, known === undefined ? { kept, since: -1 } : { kept, since: known.changes })
  if (kept.heads.length !== points) throw corrupt(`${kept.heads.length} points were found, ${points} are known`)
  vectors.set(id, kept)
  forget(vectors)
  return { metric, dimension, data: kept.data, heads: kept.heads }
}

const refresh = (
  connection: Connection,
  { id, dimension, points }: FoundCollection,
  { kept, since }: { readonly kept: Kept; readonly since: number },
): void => {
  const changed = numbersOf(connection.read(selectChanged(id, since)))
  const more = changed.filter((number) => !kept.slots.has(number)).length
  makeRoom(kept, (kept.heads.length + more) * dimension)
  for (const point of pointsIn(connection, changed)) put(kept, point, dimension)
  // All that is there was read by now; what else is here is there no more.
  if (kept.heads.length === points) return
  const there = new Set(numbersOf(connection.read(selectChanged(id, -1))))
  for (const number of kept.numbers.filter((each) => !there.has(each))) remove(kept, number, dimension)
}

const makeRoom = (kept: Kept, floats: number): void => {
  if (floats <= kept.data.length) return
  const larger = new Float32Array(Math.max(floats, kept.data.length * 2))
  larger.set(kept.data)
  kept.data = larger
}

const put = (kept: Kept, { number, id, payload, vector }: FoundPoint, dimension: number): void => {
  const slot = kept.slots.get(number) ?? kept.heads.length
  floatsOut(vector, { data: kept.data, from: slot * dimension, dimension })
  kept.slots.set(number, slot)
  kept.numbers[slot] = number
  kept.heads[slot] = { id, payload }
}

/** The last takes the place of the one that goes. */
const remove = (kept: Kept, number: number, dimension: number): void => {
  const { heads, numbers, slots, data } = kept
  const slot = slots.get(number)
  const [head, last] = [heads.pop(), numbers.pop()]
  slots.delete(number)
  if (slot === undefined || head === undefined || last === undefined || last === number) return
  heads[slot] = head
  numbers[slot] = last
  slots.set(last, slot)
  data.copyWithin(slot * dimension, heads.length * dimension, (heads.length + 1) * dimension)
}

/** Floats that a connection keeps in memory: 256 MiB; the collection that was searched longest ago is forgotten first. */
const mostFloats = 64 * 1024 * 1024

const forget = (vectors: Map<number, Kept>): void => {
  let floats = [...vectors.values()].reduce((sum, { data }) => sum + data.length, 0)
  for (const [id, { data }] of [...vectors].slice(0, -1)) {
    if (floats <= mostFloats) return
    vectors.delete(id)
    floats -= data.length
  }
}
