/** What a run would take before it is started, what runs teach for the next plan, and why a call was made again. */
export { plan, type Plan, type PlanOptions } from './plan.js'
export { planError } from './plan-error.js'
export { mergePriors, priorsOf, type Priors } from './priors.js'
export { differencesOf } from './differences.js'
export { explainKey, type Explanation } from './explain.js'
