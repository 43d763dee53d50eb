/** Words that everything else is spelled with: values, text, time and identity. */
export { canonical, jsonText, type Json } from './json.js'
export { contentHash, digestOf, sha256Hex, type Hash } from './digest.js'
export { defined } from './defined.js'
export { normalise } from './text.js'
export { toIso, type Instant } from './instant.js'
export { uuidV5 } from './uuid.js'
export { at, set, toArray, vector, type Vector } from './vector.js'
export { addUsage, noUsage, tokensOf, type Usage } from './usage.js'
