import { rejected, unsupported, type EffectError } from '@chorale/core/fault'

/** A call the lexicon cannot answer because it carries no question, or one of an operation it does not know. */
export const noQuestion = (doing: string, found: string): EffectError =>
  unsupported({
    doing,
    because: found,
    next: 'The lexicon answers the CF14 operations (multiply, lenses, synthesize, shift, expand, interpret_path, final, anchor, project, centroid); use a language model for anything else',
  })

/** A conversation: the lexicon has no words of its own. */
export const noConversation = (doing: string): EffectError =>
  unsupported({
    doing,
    because: 'the lexicon composes answers to questions and leads no conversation',
    next: 'Use a language model for conversations; the lexicon still answers model/generate and model/embed',
  })

/** A call whose terms are too few or empty. */
export const emptyTerms = (doing: string, found: string): EffectError =>
  rejected({ doing, because: found, next: 'Give every term of the operation a text' })

/** A text of which no part is known: there is nothing to compose. */
export const unknownText = (doing: string, text: string): EffectError =>
  rejected({
    doing,
    because: `no part of "${shortened(text)}" is in the lexicon, which knows 44,000 English words`,
    next: 'Say it in English words, or use a language model',
  })

/** The table could not be read. */
export const noTable = (doing: string, found: string): EffectError =>
  unsupported({
    doing,
    because: `the lexicon's table cannot be read: ${found}`,
    next: 'Install @chorale/adapter-lexicon again, data/lexicon.bin is part of it',
  })

const shortened = (text: string): string => (text.length <= 60 ? text : `${text.slice(0, 60)}…`)
