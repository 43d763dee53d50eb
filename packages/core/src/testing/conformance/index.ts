/** What must hold of every store, as data, and a runner that needs no test framework. */
export { cases } from './cases.js'
export { conform, type CaseResult } from './conform.js'
export { conformance } from './framework.js'
export type { Case } from './case.js'
export type { Opened, Subject } from './subject.js'
