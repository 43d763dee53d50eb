/** Vectors that are derived from the graph, and how the two are kept from drifting apart. */
export { outboxLabel, removalOf, withOutbox, type ViewWrite } from './outbox.js'
export { outbox, type Carried, type CarryParams, type CarryTypes } from './carry.js'
export { mendingOf, type Drift, type Mending } from './finding.js'
export { doctor } from './doctor.js'
export type { Diagnosis, DoctorParams, DoctorTypes } from './model.js'
export type { Stamp, View } from './view.js'
export { viewed, type ViewedEffect, type ViewedTypes } from './viewed.js'
export { inconsistenciesIn, repairOf, type Inconsistency, type PointRepair } from './verify.js'
