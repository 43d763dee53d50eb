/** From texts to directions, and from directions to how near each possible answer is. */
export { affinityOf, type Affinity } from './affinity.js'
export { cosine, meaningOf, type Meaning } from './meaning.js'
export { membersOf } from './tokens.js'
export { validations } from './validation.js'
