/** What the trivial effect answers; each contender sums `counted`, so that no answer goes unread. */
export interface Worked {
  readonly index: number
  readonly counted: number
}

/** The trivial effect, the same for every contender: what is measured is what a library adds round it. */
export const work = async (index: number): Promise<Worked> => ({ index, counted: 1 })
