import { subscribe, unsubscribe } from 'node:diagnostics_channel'

/** What a server was heard to ask for. */
export interface Pause {
  /** How long its last answer of 429 said to wait, in milliseconds from then; undefined where none said so. */
  readonly lastMs: () => number | undefined
  readonly close: () => void
}

/** Where the client's transport tells of every answer's head. */
const channel = 'undici:request:headers'

/** What is told there, as far as it is read. */
interface Head {
  readonly request?: { readonly origin?: unknown }
  readonly response?: { readonly statusCode?: unknown; readonly headers?: readonly unknown[] }
}

/** Listens to the answers of one origin: of a pause the client itself passes on the first digit alone, and nothing of one that is told as a date. */
export const pauseOf = (origin: string): Pause => {
  let last: number | undefined
  const listen = (told: unknown): void => {
    // A cast that only says that anything may be there.
    const { request, response } = told as Head
    if (response?.statusCode === 429 && String(request?.origin) === origin) last = pauseIn(response.headers ?? [])
  }
  subscribe(channel, listen)
  return { lastMs: () => last, close: () => unsubscribe(channel, listen) }
}

/** Names and values in turn. */
const pauseIn = (headers: readonly unknown[]): number | undefined => {
  const texts = headers.map(String)
  const at = texts.findIndex((text, i) => i % 2 === 0 && text.toLowerCase() === 'retry-after')
  const value = at === -1 ? '' : (texts[at + 1] ?? '')
  if (/^\d{1,9}$/u.test(value)) return Number(value) * 1000
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now())
}
