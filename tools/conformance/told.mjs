import { cases, conform } from '../../packages/core/src/testing/index.ts'

const marks = { passed: 'passed ', failed: 'FAILED ', skipped: 'skipped' }

const lineOf = (result) => {
  const more = { passed: '', failed: `: ${result.found}`, skipped: ` (${result.because})` }[result._tag]
  return `  ${marks[result._tag]} ${result.case.name}${more}`
}

/** Prints every case with its result as it ends, then how many there were of each; whether none failed. */
export const told = async (subject) => {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  const began = performance.now()
  for (const port of subject.ports) {
    console.log(`\n${subject.name}, ${port} port`)
    for (const each of cases.filter((one) => one.port === port)) {
      const [result] = await conform([each], subject)
      counts[result._tag] += 1
      console.log(lineOf(result))
    }
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(
    `\n${subject.name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped, in ${seconds} s`,
  )
  return counts.failed === 0
}
