import { validations } from './validation.js'

/** A word of a text; `against` when the text sets itself against it ("Necessary vs Contingent"). */
export interface Token {
  readonly word: string
  readonly against: boolean
}

const EMPTY_WORDS = new Set(
  (
    'a an the and or but nor so yet if then than that this these those there here it its he she we you they i me my our your their his her ' +
    'him them us who whom whose which what when where why how is are was were be been being am do does did done has have had having ' +
    'can could may might must shall should will would of to in on at by for from with without within into onto upon about between ' +
    'among through during before after above below over under up down out off again further once only also very too just not no ' +
    'as such some any each every all both more most other another same own s t re ve ll d m'
  ).split(' '),
)

/** What the valley's own sentences say round their content; it is no part of the meaning. Spec cf14 2.5, 2.10. */
const FRAMES = [
  'applied to frame the problem',
  'to resolve the problem',
  ...validations.map(({ form }) => form.replace('{} ', '')),
]

/** The words of a text in lower case, accents removed, without numbers and signs; the empty ones only where there is nothing else. */
export const tokensOf = (text: string): readonly Token[] => {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
  const unframed = FRAMES.reduce((rest, frame) => rest.replaceAll(frame, ' '), plain)
  const found = [...unframed.matchAll(/\p{L}+(?:[-’']\p{L}+)*/gu)].map(([word]) =>
    word.replace(/[’']s?$|[’']s\b/gu, ''),
  )
  const tokens = found.flatMap((word, i) =>
    isContrast(word) ? [] : [{ word, against: found.slice(0, i).some(isContrast) }],
  )
  const full = tokens.filter(({ word }) => !EMPTY_WORDS.has(word))
  return full.length > 0 ? full : tokens
}

const isContrast = (word: string): boolean => word === 'vs' || word === 'versus'

/** The members of a list ("a, b; c") as texts; a text without marks is its own only member. */
export const membersOf = (text: string): readonly string[] =>
  text
    .split(/[,;:\n]+/u)
    .map((member) => member.trim())
    .filter((member) => member !== '')
