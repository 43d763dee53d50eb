/** Models without a model, for demonstrations of a loop and for proofs about it. */
export { obedient } from './obedient.js'
export { scripted, type Script, type Scripted } from './scripted.js'
