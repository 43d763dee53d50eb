/** What may be spent, what was, and what is set aside: pure bookkeeping. */
export { ledger, reserve, settle, shareOf, type Budget, type Ledger, type Shortfall } from './ledger.js'
