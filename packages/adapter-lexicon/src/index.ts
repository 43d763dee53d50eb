/** A model of words with no network. */
export { lexicon, lexiconCapabilities, type LexiconOptions } from './lexicon.js'
