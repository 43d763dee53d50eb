import type { JournalList } from '@chorale/core/ports/journal'
import type { Statement, Value } from '../driver.js'
import { own } from '../schema.js'
import { runIn, textIn } from '../text.js'
import { labelsIn } from './journal.js'
import { parameters } from './parameters.js'
import { lines } from './upsert.js'
import { whereText } from './condition.js'

/** The columns of `recordOf`. */
const columns =
  'r.run, r.program, r.program_version, r.labels, r.parent_run, r.parent_sequence, r.status, r.next, r.hash, r.created_at, r.updated_at'

/** Reads a run's record, and behind it the four columns of its snapshot. */
export const selectRun = (run: string): Statement => ({
  text: lines(
    `MATCH (r:${own.run} {run: $run})`,
    `OPTIONAL MATCH (s:${own.snapshot} {run: $run})`,
    `RETURN ${columns}, s.next, s.hash, s.state, s.state_hash`,
  ),
  parameters: { run: runIn(run) },
})

/** When a run was created. */
export const selectCreated = (run: string): Statement => ({
  text: `MATCH (r:${own.run} {run: $run}) RETURN r.created_at`,
  parameters: { run: runIn(run) },
})

/** Reads the records of a page, and one more where there are more. `created` is that of the run which the page before ended with. */
export const selectRuns = ({ where, limit, after }: JournalList, created: Value): Statement => {
  const values = parameters()
  const { program, status, labels } = where
  const holding = [
    ...(program === undefined ? [] : [`r.program = ${values.take(textIn(program))}`]),
    ...(status === undefined ? [] : [`r.status IN ${values.take(status)}`]),
    ...(labels === undefined ? [] : [`all(label IN ${values.take(labelsIn(labels))} WHERE label IN r.labels)`]),
    ...(after === undefined ? [] : [behind(values.take(created), values.take(runIn(after)))]),
  ]
  const text = lines(
    `MATCH (r:${own.run}) ${whereText(holding)}`,
    `RETURN ${columns} ORDER BY r.created_at DESC, r.run LIMIT ${values.take(BigInt(limit) + 1n)}`,
  )
  return { text, parameters: values.all() }
}

const behind = (created: string, run: string): string =>
  `(r.created_at < ${created} OR (r.created_at = ${created} AND r.run > ${run}))`
