import type { ProductName } from '@chorale/core/cf14'

/** A place on the map, in pixels from its upper left corner. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** The map where there is room for it; on narrow screens the way runs downwards and only {@link depthOf} counts. */
export const mapSize = { width: 1160, height: 436 }

/** A matrix on the map. */
export const chipSize = { width: 74, height: 40 }

/** Height of the ground at each station: down from the problem to the evaluation, and up to the resolution. */
const ground = [78, 116, 152, 180, 198, 204, 196, 176, 144, 112, 78]

/** How deep below the ground the products lie; the last two are ways for edges alone. */
const lanes = [62, 118, 174, 214, 226]

/** The lane of each product: the stream of meaning in the middle, what it is turned from above, what it rests on below. */
const laneOf: { readonly [Name in ProductName]: number } = {
  A: 0,
  B: 2,
  C: 1,
  J: 2,
  F: 1,
  D: 0,
  K: 0,
  X: 1,
  Z: 1,
  G: 0,
  T: 2,
  E: 1,
  R: 0,
  M: 1,
  W: 1,
  P: 2,
  U: 1,
  H: 2,
  N: 1,
}

/** Where a station stands on the ground. */
export const stationPoint = (number: number): Point => ({ x: 58 + (number - 1) * 104.4, y: ground[number - 1] ?? 0 })

/** Where a product lies: the middle of its chip. */
export const productPoint = (name: ProductName, station: number): Point => lanePoint(laneOf[name], station)

const lanePoint = (lane: number, station: number): Point => {
  const { x, y } = stationPoint(station)
  return { x, y: y + (lanes[lane] ?? 0) }
}

/** How far down a station is, 0 at the rim and 1 at the floor. */
export const depthOf = (number: number): number => {
  const [top, floor] = [Math.min(...ground), Math.max(...ground)]
  return ((ground[number - 1] ?? top) - top) / (floor - top)
}

/** A smooth line through points, as SVG path data. */
export const smooth = (points: readonly Point[]): string => {
  const [first] = points
  if (first === undefined) return ''
  const legs = points.slice(1).map((to, i) => {
    const from = points[i] ?? to
    const [before, after] = [points[i - 1] ?? from, points[i + 2] ?? to]
    const one = { x: from.x + (to.x - before.x) / 6, y: from.y + (to.y - before.y) / 6 }
    const two = { x: to.x - (after.x - from.x) / 6, y: to.y - (after.y - from.y) / 6 }
    return `C${pair(one)} ${pair(two)} ${pair(to)}`
  })
  return `M${pair(first)}${legs.join('')}`
}

const pair = ({ x, y }: Point): string => `${round(x)} ${round(y)}`
const round = (n: number): number => Math.round(n * 10) / 10

/** Two products, one made from the other. */
export interface Link {
  readonly from: ProductName
  readonly to: ProductName
}

/** The way of an edge from the rim of one chip to the rim of the other. */
export const edgePath = ({ from, to }: Link, stationOf: (name: ProductName) => number): string => {
  const [start, end] = [stationOf(from), stationOf(to)]
  const [one, two] = [productPoint(from, start), productPoint(to, end)]
  if (start === end) return upright(one, two)
  const [lane, other] = [laneOf[from], laneOf[to]]
  const between = Array.from({ length: end - start - 1 }, (_, i) => start + 1 + i)
  if (lane === other && lane !== 1)
    return smooth([right(one), ...between.map((station) => lanePoint(lane, station)), left(two)])
  if (between.length === 0 || lane !== 1) return bow(right(one), left(two))
  return below(
    one,
    two,
    between.map((station) => lanePoint(to === 'P' ? 3 : 4, station)),
  )
}

const half = { x: chipSize.width / 2, y: chipSize.height / 2 }
const gap = 4
const right = ({ x, y }: Point): Point => ({ x: x + half.x, y })
const left = ({ x, y }: Point): Point => ({ x: x - half.x - gap, y })
const under = ({ x, y }: Point): Point => ({ x, y: y + half.y })

const upright = (one: Point, two: Point): string => {
  const down = two.y > one.y ? 1 : -1
  return `M${pair({ x: one.x, y: one.y + down * half.y })}L${pair({ x: two.x, y: two.y - down * (half.y + gap) })}`
}

const bow = (one: Point, two: Point): string => {
  const reach = (two.x - one.x) * 0.55
  return `M${pair(one)}C${pair({ x: one.x + reach, y: one.y })} ${pair({ x: two.x - reach, y: two.y })} ${pair(two)}`
}

/** Down from a chip, along the foot of the map, and up to the other chip from below. */
const below = (one: Point, two: Point, along: readonly Point[]): string => {
  const [first = one, last = two] = [along[0], along.at(-1)]
  const [second = last, beforeLast = first] = [along[1], along.at(-2)]
  const [enter, leave] = [under(one), { x: two.x, y: two.y + half.y + gap }]
  const fall = (second.y - first.y) / 2
  const rise = (last.y - beforeLast.y) / 2
  return [
    `M${pair(enter)}C${pair({ x: enter.x, y: first.y - 12 })} ${pair({ x: first.x - 60, y: first.y - fall })} ${pair(first)}`,
    smooth(along).replace(/^M[^C]*/, ''),
    `C${pair({ x: last.x + 60, y: last.y + rise })} ${pair({ x: leave.x, y: last.y + rise + 6 })} ${pair(leave)}`,
  ].join('')
}
