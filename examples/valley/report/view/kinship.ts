import { type MadeMatrix, type Ref } from '@chorale/core/cf14'

/** `C/0,1`: names a cell in the page, in links and in the address bar. */
export const keyOf = ({ matrix, index }: Ref): string => `${matrix}/${index.join(',')}`

/** How many cells of one matrix. */
export interface Reach {
  readonly matrix: string
  readonly cells: number
}

/** Which cells are made from which. */
export interface Kinship {
  /** Keys of the cells made directly from this one, in the order of the valley. */
  readonly usedBy: (ref: Ref) => readonly string[]
  /** All cells that would be others if this one were, by matrix. */
  readonly reachOf: (ref: Ref) => readonly Reach[]
}

/** Turns the operands of all cells around. */
export const kinshipOf = (matrices: readonly MadeMatrix[]): Kinship => {
  const children = new Map<string, string[]>()
  for (const { name, cells } of matrices)
    for (const cell of cells)
      for (const parent of new Set(cell.operands.map(({ ref }) => keyOf(ref))))
        children.set(parent, [...(children.get(parent) ?? []), keyOf({ matrix: name, index: cell.index })])
  const childrenOf = (key: string): readonly string[] => children.get(key) ?? []
  return { usedBy: (ref) => childrenOf(keyOf(ref)), reachOf: (ref) => countReach(keyOf(ref), childrenOf) }
}

const countReach = (start: string, childrenOf: (key: string) => readonly string[]): readonly Reach[] => {
  const seen = new Set<string>()
  const waiting = [...childrenOf(start)]
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (seen.has(next)) continue
    seen.add(next)
    waiting.push(...childrenOf(next))
  }
  const counts = new Map<string, number>()
  for (const key of seen) counts.set(matrixOf(key), (counts.get(matrixOf(key)) ?? 0) + 1)
  return [...counts].map(([matrix, cells]) => ({ matrix, cells }))
}

const matrixOf = (key: string): string => key.slice(0, key.indexOf('/'))
