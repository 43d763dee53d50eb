// Sums Vitest's JSON result into one closing line; exits with 1 where a test failed, none ran, or the runner itself broke.
import { readFileSync } from 'node:fs'

const {
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: skipped,
  numTotalTests: total,
  success,
} = JSON.parse(readFileSync(process.argv[2], 'utf8'))
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exit(success && failed === 0 && total > 0 ? 0 : 1)
