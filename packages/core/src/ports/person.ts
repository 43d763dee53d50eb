import type { Json } from '../kit/base/index.js'
import type { Effect } from '../kit/effect/index.js'

/** Asks a person. It waits as long as that takes, without a process if need be; the runner takes the answer by the effect's key. */
export interface Ask extends Effect<'person/ask', Answered> {
  readonly question: string
  /** What may be answered; anything where it is left out. */
  readonly choices?: readonly string[]
}

/** What was answered, and by whom where the host says so. */
export interface Answered {
  readonly answer: Json
  readonly by?: string
}
