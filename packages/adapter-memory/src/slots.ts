import type { PointHead } from '@chorale/core/ports/vector'

/** Heads of points one behind the other, without a gap between them, each found by its id. */
export interface Slots {
  readonly heads: readonly PointHead[]
  readonly of: (id: string) => number | undefined
  /** Where it stands: in the place of the one with its id, otherwise behind the last. */
  readonly put: (head: PointHead) => number
  /** Takes one away; says which other one has come into its place, where one has. */
  readonly remove: (id: string) => { readonly from: number; readonly to: number } | undefined
}

/** No heads yet. */
export const slots = (): Slots => {
  const heads: PointHead[] = []
  const places = new Map<string, number>()
  return {
    heads,
    of: (id) => places.get(id),
    put: (head) => {
      const slot = places.get(head.id) ?? heads.length
      places.set(head.id, slot)
      heads[slot] = head
      return slot
    },
    remove: (id) => {
      const to = places.get(id)
      const last = to === undefined ? undefined : heads.pop()
      if (to === undefined || last === undefined) return undefined
      places.delete(id)
      const from = heads.length
      if (to === from) return undefined
      // The last takes the place of the one that goes.
      heads[to] = last
      places.set(last.id, to)
      return { from, to }
    },
  }
}
