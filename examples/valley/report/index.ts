/** One finished run of the semantic valley as one page that needs no network. */
export { renderReport } from './report.js'
export type { ReportInput } from './input.js'
export { formulaText } from './words.js'
