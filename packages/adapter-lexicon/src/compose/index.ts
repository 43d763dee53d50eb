/** From meanings to the word that stands between them. */
export { choose, type Pull, type Wish } from './choose.js'
export { chances, type Place } from './variety.js'
export { readerOf, type Part, type Reader } from './reader.js'
