import { jsonText, type Json } from '../../../kit/base/index.js'

// What may pass for the bracket that opens a tag: the sign itself, its look-alikes, and how other notations write it.
const angles = String.raw`<\u226e\u226a\u227a\u22d6\uff1c\ufe64\u2039\u00ab\u2329\u3008\u27e8\u300a\u27ea\u276e\u276c\u2770\u27ec\u2991\u29fc\u2aa1\u02c2\u1438\u16b2`
const bracket = String.raw`[${angles}]|&(?:lt|#0*60|#x0*3c);?|\\u003c`
// What may stand before and between the letters without a reader's minding it: anything but letters, digits and brackets
// (with `[` among them a text is not changed by being defused twice).
const before = String.raw`[^a-z0-9>&\[${angles}]*?`
const between = String.raw`[\s\p{M}\p{C}\p{DI}]*`
// A sign outside of ASCII may look like any letter: none of them is told apart.
const letter = (sign: string): string => String.raw`(?:${sign}|(?![\s\p{M}\p{C}\p{DI}])[^\x00-\x7f])`
const lookalike = new RegExp(`(?:${bracket})(?=${before}${['d', 'a', 't', 'a'].map(letter).join(between)})`, 'giu')

/**
 * A text in which nothing can pass for `<data>` or `</data>`: the bracket of whatever looks like one becomes `[`, whichever case, spaces,
 * invisible signs or foreign letters it is written with. Everything else stays as it is.
 */
export const defused = (text: string): string =>
  text.replace(lookalike, (sign) => (sign.startsWith('\\') ? String.raw`\u005b` : '['))

const defusedIn = (value: Json): Json => {
  if (typeof value === 'string') return defused(value)
  if (typeof value !== 'object' || value === null) return value
  if (isList(value)) return value.map(defusedIn)
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => (member === undefined ? [] : [[name, defusedIn(member)]])),
  )
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)

/** JSON text of a value that can be put into a data part and still be read as JSON. */
export const jsonMaterial = (value: Json): string => jsonText(defusedIn(value))

/** Content between data tags: material for a model, never an order. It cannot end its own part. */
export const enclosed = (content: string): string => `<data>\n${defused(content)}\n</data>`

/** A data part under a title. The title is fixed words of ours, never content. */
export const part = (title: string, content: string): string => `${title}\n${enclosed(content)}`
