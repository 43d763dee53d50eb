/** HTML that is safe to be written into a page. Only {@link markup} and {@link trusted} make it. */
export interface Markup {
  readonly _tag: 'Markup'
  readonly text: string
}

/** What may stand in a template: texts are escaped, markup is not, lists are joined. */
export type Part = string | number | Markup | readonly Part[]

const entities: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A text as it may stand between tags or inside a quoted attribute. */
export const escapeText = (text: string): string => text.replaceAll(/[&<>"']/g, (found) => entities[found] ?? '')

const textOf = (part: Part): string => {
  if (typeof part === 'string') return escapeText(part)
  if (typeof part === 'number') return String(part)
  return 'text' in part ? part.text : part.map(textOf).join('')
}

/** Builds HTML from a template. Whatever is filled in is escaped, unless it is markup already. Attributes must be quoted. */
export const markup = (strings: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  trusted(strings.map((string, i) => `${string}${i < parts.length ? textOf(parts[i] ?? '') : ''}`).join(''))

/** Takes a text as HTML as it stands: for our own style sheets, scripts and drawings, never for content. */
export const trusted = (text: string): Markup => ({ _tag: 'Markup', text })

/** Nothing. */
export const none: Markup = trusted('')

/** A value as JSON that may stand in a script element: nothing in it can end the element or a line of script. */
export const embedJson = (value: unknown): Markup =>
  trusted(JSON.stringify(value).replaceAll(/[<>&\u2028\u2029]/g, escapeUnit))

const escapeUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
