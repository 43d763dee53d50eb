import type { Context, Effect } from '../../kit/effect/index.js'
import type { Outcome, Send } from '../send.js'
import { orAborted, type Aborted } from '../waiting.js'
import type { Within } from '../within.js'

/** An effect with its digest. */
export interface Asked<E extends Effect> {
  readonly effect: E
  readonly digest: string
}

/** Takes how a flight ended, and whether the answer is less than was asked. */
export type Landed = (digest: string, outcome: Outcome<Effect>, isDegraded: boolean) => void

/** Calls under way, one for each digest however many ask. */
export interface Flights {
  readonly has: (digest: string) => boolean
  /** Waits for the call of a digest; the last one to leave ends it. Undefined where none is under way. */
  readonly join: (digest: string, signal: AbortSignal) => Promise<Outcome<Effect> | Aborted> | undefined
  /** Sends effects in one go. `watched`: until nobody waits for any of them; `unwatched`: to its end. */
  readonly depart: <E extends Effect>(
    asked: readonly Asked<E>[],
    by: { readonly send: Send<E>; readonly context: Context; readonly mode: 'watched' | 'unwatched' },
  ) => void
}

interface Flight {
  readonly outcome: Promise<Outcome<Effect>>
  readonly enter: () => void
  readonly leave: () => void
}

/** No calls under way. */
export const flights = (landed: Landed): Flights => {
  const inAir = new Map<string, Flight>()
  const depart: Flights['depart'] = (asked, { send, context, mode }) => {
    const own = new AbortController()
    const degraded = new Set<string>()
    const { run, attempt } = context
    // What nobody waits for has no deadline, and no retry further out.
    const base = mode === 'watched' ? context : { run, attempt }
    const inner: Within = { ...base, signal: own.signal, degraded: (key) => void degraded.add(key) }
    let watching = mode === 'watched' ? 0 : 1
    const sent = send(
      asked.map(({ effect }) => effect),
      inner,
    )
    const batch: (readonly [string, Flight])[] = asked.map(({ effect, digest }, i) => {
      const outcome = sent.then((outcomes) => {
        // A cast after a check: the sending is total, one outcome for each effect.
        const given = outcomes[i] as Outcome<Effect>
        landed(digest, given, degraded.has(effect.key))
        return given
      })
      const enter = (): void => void (watching += 1)
      const leave = (): void => {
        watching -= 1
        if (watching > 0) return
        forget()
        own.abort('nobody waits for the answer any more')
      }
      return [digest, { outcome, enter, leave }] as const
    })
    const forget = (): void => {
      for (const [digest, flight] of batch) if (inAir.get(digest) === flight) inAir.delete(digest)
    }
    for (const [digest, flight] of batch) inAir.set(digest, flight)
    void sent.finally(forget)
  }
  const join: Flights['join'] = (digest, signal) => {
    const flight = inAir.get(digest)
    if (flight === undefined) return undefined
    flight.enter()
    return orAborted(flight.outcome, signal).finally(flight.leave)
  }
  return { has: (digest) => inAir.has(digest), join, depart }
}
