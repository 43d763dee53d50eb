/** The graph port's rules, for who answers its effects: what is refused, how a query is answered step by step, what a write makes of what is there. */
export { checkGraph } from './check.js'
export { answered, answeredRelationships, fits, propertyOf, refKey, type GraphSource } from './walk.js'
export { laidOver, merged } from './merged.js'
export { alike, doubleAmong, shapesOf, valuesOf, type Shapes } from './shapes.js'
