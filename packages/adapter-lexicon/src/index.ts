/** A model of words with no network. */
export { lexicon, lexiconCapabilities } from './lexicon.js'
