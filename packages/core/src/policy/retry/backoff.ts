/** How often, and after which waits, a failed call is made again. Resilience 3. */
export interface RetrySpec {
  /** Tries after the first: 0 to 10, 3 unless told. */
  readonly retries?: number
  /** The cap of the first wait in ms: 1 to 60 000, 1000 unless told. */
  readonly baseMs?: number
  /** What the cap grows by with each wait: 1 to 4, 2 unless told. */
  readonly factor?: number
  /** The highest cap in ms: from `baseMs` to 300 000, 60 000 unless told. */
  readonly maxDelayMs?: number
  /** The effect may be carried out twice without harm (a model, a write by key), so that a lost answer is asked for again. */
  readonly repeatable?: boolean
}

/** The numbers of resilience 3. */
export const usualRetry = { retries: 3, baseMs: 1000, factor: 2, maxDelayMs: 60_000, repeatable: false } as const

type Waits = Required<Pick<RetrySpec, 'baseMs' | 'factor' | 'maxDelayMs'>>

/** The most a wait may be before retry `k`, counted from 0. */
export const capOf = ({ baseMs, factor, maxDelayMs }: Waits, k: number): number =>
  Math.min(maxDelayMs, baseMs * factor ** k)

/** Full jitter: any wait below the cap, by a random number from 0 up to 1. */
export const jitterOf = (waits: Waits, k: number, random: number): number => Math.floor(random * capOf(waits, k))
