import { memory } from '@chorale/adapter-memory'
import { describeOwn } from '@chorale/rig'
import { expect, it } from 'vitest'
import { hostile } from './hostile.js'
import { asking, summed, tried, type Ask, type Tally } from './hostile-field.js'
import { graphFields } from './hostile-graph.js'
import { journalFields } from './hostile-journal.js'
import { nameFields } from './hostile-names.js'
import { hostileValues } from './hostile-values.js'
import { tried as collection, vectorFields } from './hostile-vectors.js'

it('hostile values are the same for the same seed, and none stands twice', () => {
  expect(hostileValues(300, 7)).toEqual(hostileValues(300, 7))
  expect(hostileValues(300, 7)).not.toEqual(hostileValues(300, 8))
  expect(new Set(hostileValues(2000, 7)).size).toBe(2000)
})

/** What comes of values in memory, spoken to in some way. */
const inMemory = async (spoken: (ask: Ask) => Ask): Promise<Tally> => {
  const ask = asking(memory())
  await ask('vector/collection', { collection, dimension: 2, metric: 'dot' })
  const through = spoken(ask)
  const kept = { rules: new Set<string>(), schemas: 0 }
  const fields = [...nameFields(through, kept), ...graphFields(through), ...journalFields(through)]
  const tallies: Tally[] = []
  for (const field of [...fields, ...vectorFields(through)]) tallies.push(await tried(field, hostileValues(250, 7)))
  return summed(tallies)
}

it('hostile values are refused by name or come back as they were, in memory', async () => {
  const { refused, taken, violations } = await inMemory((ask) => ask)
  expect(violations).toEqual([])
  expect([refused > 1000, taken > 1000]).toEqual([true, true])
})

it('a store that takes look-alikes for the same, and one that asks for more than it was told, are caught', async () => {
  // A cast at the seam: an effect with other texts is one of the same kind.
  const alike = await inMemory((ask) => (tag, given) => {
    const other = (_: string, value: unknown) => (typeof value === 'string' ? value.normalize('NFKC') : value)
    return ask(tag, JSON.parse(JSON.stringify(given), other) as typeof given)
  })
  expect(alike.violations.length).toBeGreaterThan(10)
  const deaf = await inMemory((ask) => (tag, given) => {
    return ask(tag, { ...given, ...(tag === 'graph/query' && 'match' in given ? { match: {} } : {}) })
  })
  expect(deaf.violations.length).toBeGreaterThan(100)
})

describeOwn('neo4j', 'hostile values in a real Neo4j', (startNeo4j) => {
  describeOwn('qdrant', 'and a real Qdrant', (startQdrant) => {
    it('are refused by name or come back as they were, in every field, and change nothing else', async () => {
      const seed = Date.now() % 2 ** 31
      const at = { neo4j: (await startNeo4j()).address, qdrant: (await startQdrant()).address }
      const { fields, violations } = await hostile(at, { values: 120, seed })
      expect({ seed, violations }).toEqual({ seed, violations: [] })
      for (const [name, { refused, taken }] of fields) expect([name, refused + taken]).toEqual([name, 120])
      const { refused, taken } = summed([...fields.values()])
      expect([refused > 1000, taken > 1000]).toEqual([true, true])
    }, 300_000)
  })
})
