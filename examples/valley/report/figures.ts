/** `343`, `18,306`. */
export const countText = (count: number): string => count.toLocaleString('en-US')

/** `7 ms`, `2.4 s`, `3 min 05 s`. */
export const timeText = (ms: number): string => {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`
}

/** Millionths of a US dollar as `$0.0031` or `$1.24`; a missing price is said so. */
export const costText = (microUsd: number | null): string => {
  if (microUsd === null) return 'price not known'
  if (microUsd === 0) return 'none'
  const dollars = microUsd / 1_000_000
  return `$${dollars.toFixed(dollars < 0.1 ? 4 : 2)}`
}

/** `1 cell`, `12 cells`. */
export const plural = (count: number, noun: string): string => `${countText(count)} ${noun}${count === 1 ? '' : 's'}`

/** `2026-03-04 12:30 UTC`; a text that is no date stays as it is. */
export const dateText = (iso: string): string => {
  const date = new Date(iso)
  return Number.isNaN(date.getTime()) ? iso : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
