import { parseArgs } from 'node:util'
import { hostile } from './hostile.js'
import { summed } from './hostile-field.js'
import { ownServers } from './own-servers.js'

/** Sends hostile values through every field that reaches Neo4j or Qdrant, and prints what came of them. */
const { values } = parseArgs({ options: { values: { type: 'string' }, seed: { type: 'string' } } })
const wanted = Number(values.values ?? 2000)
const seed = Number(values.seed ?? Date.now() % 2 ** 31)
if (!Number.isInteger(wanted) || wanted < 1 || !Number.isInteger(seed)) {
  console.error('Wanted: npm run hostile -- [--values N] [--seed N], whole numbers.')
  process.exit(64)
}

const { neo4j, qdrant } = await ownServers()
const begun = Date.now()
console.log(`${wanted} hostile values. The same again: npm run hostile -- --values ${wanted} --seed ${seed}`)
try {
  const at = { neo4j: neo4j.address, qdrant: qdrant.address }
  const done = await hostile(at, { values: wanted, seed, tell: (line) => console.log(line) })
  for (const what of done.violations.slice(0, 40)) console.log(what)
  console.table(
    [...done.fields].map(([field, { refused, taken, violations }]) => ({
      ...{ field, refused, taken, violations: violations.length },
    })),
  )
  const { refused, taken } = summed([...done.fields.values()])
  console.table({
    values: done.values,
    fields: done.fields.size,
    refused,
    taken,
    violations: done.violations.length,
    seconds: Math.round((Date.now() - begun) / 1000),
  })
  process.exitCode = done.violations.length === 0 ? 0 : 1
} finally {
  await Promise.all([neo4j.stop(), qdrant.stop()])
}
