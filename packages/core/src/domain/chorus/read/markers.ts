/** Characters a marker may have; longer ones are text. */
export const MARKER = 64

/** The marker in a text as a model may have written it: `[^1]`, `^1` or `1`. */
export const markerOf = (text: string): string => {
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text
  return (bare.startsWith('^') ? bare.slice(1) : bare).trim()
}

/**
 * The text without these markers: `[^1]` for `1`. None is left, not even one that came about by taking out another.
 * One walk over the text; at each `]` it looks back no further than a marker is long.
 */
export const withoutMarkers = (text: string, markers: ReadonlySet<string>): string => {
  if (markers.size === 0) return text
  const kept: string[] = []
  for (const sign of text) {
    kept.push(sign)
    if (sign !== ']') continue
    const open = openingOf(kept)
    if (open >= 0 && markers.has(kept.slice(open + 2, -1).join(''))) kept.length = open
  }
  return kept.join('')
}

/** Where the last `[^` of these signs is, if it is near enough to open a marker. */
const openingOf = (kept: readonly string[]): number => {
  for (let at = kept.length - 3; at >= Math.max(0, kept.length - MARKER - 3); at -= 1)
    if (kept[at] === '[' && kept[at + 1] === '^') return at
  return -1
}
