/** Vectors that are derived from the graph, and how the two are kept from drifting apart. */
export { entryIn, outboxLabel, removalOf, withOutbox, type OutboxEntry, type ViewWrite } from './outbox.js'
export { outbox, type Carried, type CarryTypes } from './carry.js'
export { mendingOf, type Drift, type Mending } from './finding.js'
export { doctor } from './doctor.js'
export type { Diagnosis, DoctorTypes } from './model.js'
export { pointOf, type View } from './view.js'
export { viewed, type ViewedTypes } from './viewed.js'
export { inconsistenciesIn, repairOf, type Inconsistency } from './verify.js'
