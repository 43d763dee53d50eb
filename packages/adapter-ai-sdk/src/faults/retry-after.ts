import { member } from './read.js'

/** How long a server asks to wait, from `retry-after-ms` or `Retry-After` (seconds or an HTTP date, for which the time is needed). */
export const retryAfterMs = (headers: unknown, now: number): number | undefined => {
  const precise = Number(header(headers, 'retry-after-ms') ?? Number.NaN)
  if (precise >= 0) return Math.ceil(precise)
  const asked = header(headers, 'retry-after')
  if (asked === undefined) return undefined
  const seconds = Number(asked)
  if (!Number.isNaN(seconds)) return seconds >= 0 ? Math.ceil(seconds * 1000) : undefined
  const date = Date.parse(asked)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

/** A header that holds something, whatever the case of its name in use: as in HTTP, as fetch gives it. */
const header = (headers: unknown, name: string): string | undefined => {
  const found =
    member(headers, name) ??
    member(
      headers,
      name.replace(/(^|-)[a-z]/gu, (letter) => letter.toUpperCase()),
    )
  return typeof found === 'string' && found.trim() !== '' ? found : undefined
}
