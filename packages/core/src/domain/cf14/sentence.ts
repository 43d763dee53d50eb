/** The sentence of D; `{a}`, `{f}` and `{problem}` are replaced. Spec cf14 2.5. */
export const defaultSentence = '{a} applied to frame the problem; {f} to resolve the problem.'

/** What the places of a template are filled with. */
export interface SentenceParts {
  readonly a: string
  readonly f: string
  readonly problem: string
}

/** D's content before the lens. The parts are taken as they are, whatever signs they hold. */
export const sentenceOf = (template: string, parts: SentenceParts): string =>
  template.replace(/\{(a|f|problem)\}/gu, (_, name: keyof SentenceParts) => parts[name])
