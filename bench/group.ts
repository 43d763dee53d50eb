/** One thing to measure. */
export type Case = {
  readonly name: string
  readonly effects: number
} & (
  | {
      /** Must answer with as many effects as it names, otherwise the benchmark fails. */
      readonly run: () => Promise<number>
    }
  | {
      /** Milliseconds of the part that counts, where that is not the whole run. */
      readonly part: () => Promise<number>
    }
)

/** Cases that are compared with each other and therefore measured side by side. */
export interface Group {
  readonly name: string
  readonly about: string
  /** Effects each case carries out per round, as near as whole runs allow; slow contenders do fewer. */
  readonly effectsPerRound: number
  readonly rounds: number
  readonly cases: readonly Case[]
}
