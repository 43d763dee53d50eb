import type { ChorusResponse, ChorusTypes } from '@chorale/core/chorus'
import type { Ending } from '@chorale/core/run'

/** A line that a worker writes: what it asks a model, what the loop tells, how the loop ended. */
export type Told =
  | { readonly _tag: 'asked'; readonly key: string; readonly digest: string }
  | { readonly _tag: 'event'; readonly event: ChorusResponse }
  | ({ readonly _tag: 'ended' } & Ended)

/** How a loop ended. */
export type Ended = Pick<Ending<ChorusTypes>, 'status' | 'result'>

/** What a worker has told; a line that it was killed in was not told. */
export const readTold = (text: string): readonly Told[] =>
  text
    .split('\n')
    .slice(0, -1)
    // A cast at the seam: workers write nothing else.
    .map((line) => JSON.parse(line) as Told)

/** One of a kind, in the order of telling. */
export const eventsIn = (told: readonly Told[]): readonly ChorusResponse[] =>
  told.flatMap((one) => (one._tag === 'event' ? [one.event] : []))

/** Questions by key and digest, in the order of asking. */
export const askedIn = (told: readonly Told[]): readonly string[] =>
  told.flatMap((one) => (one._tag === 'asked' ? [`${one.key} ${one.digest}`] : []))

/** How the loop ended, where it was told. */
export const endedIn = (told: readonly Told[]): Ended | undefined =>
  told.flatMap((one) => (one._tag === 'ended' ? [{ status: one.status, result: one.result }] : []))[0]
