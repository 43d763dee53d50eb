import { parseArgs } from 'node:util'
import { beyondDeadline, freezing } from './freeze.js'
import { round } from './round.js'
import { ownServers } from './own-servers.js'

/** Freezes Neo4j, then Qdrant, with SIGSTOP in the middle of a valley that persists, and prints how every call ended. */
const { values } = parseArgs({ options: { seconds: { type: 'string' } } })
const seconds = Number(values.seconds ?? 10)
if (!(seconds > 0)) {
  console.error('Wanted: npm run freeze -- [--seconds N].')
  process.exit(64)
}
const { neo4j, qdrant } = await ownServers()
const begun = Date.now()
try {
  const at = { neo4j: neo4j.address, qdrant: qdrant.address }
  const disturb = freezing({ neo4j, qdrant }, seconds * 1000)
  const done = await round(at, { run: 'frozen', journal: 'memory', disturb })
  const failed = done.asked.filter(({ error }) => error !== undefined)
  const violations = [
    ...done.violations,
    ...beyondDeadline(done, 750),
    ...(failed.length > 0 ? [] : ['no call met a frozen server']),
    ...(done.opened > 0 ? [] : ['no circuit opened']),
  ]
  for (const what of violations.slice(0, 40)) console.log(what)
  const tags = [...new Set(failed.map(({ error }) => error))].join(', ')
  console.table({
    'calls of stores': done.asked.length,
    'calls that failed': failed.length,
    'failed as': tags,
    'longest call in ms': Math.round(Math.max(...done.asked.map(({ ms }) => ms))),
    'circuits opened': done.opened,
    sittings: done.sittings,
    compared: done.contents,
    violations: violations.length,
    seconds: Math.round((Date.now() - begun) / 1000),
  })
  process.exitCode = violations.length === 0 ? 0 : 1
} finally {
  await Promise.all([neo4j.stop(), qdrant.stop()])
}
