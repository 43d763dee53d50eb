import { describeOwn } from '@chorale/rig'
import { expect, it } from 'vitest'
import { chances } from '../valley/kill/moments.js'
import { beyondDeadline, freezing } from './freeze.js'
import { killing } from './kill.js'
import { round } from './round.js'

describeOwn('neo4j', 'a valley on a real Neo4j', (startNeo4j) => {
  describeOwn('qdrant', 'and a real Qdrant', (startQdrant) => {
    it('loses nothing that was acknowledged where either is killed in the middle, and writes nothing twice', async () => {
      const seed = Date.now() % 2 ** 31
      const servers = { neo4j: await startNeo4j(), qdrant: await startQdrant() }
      const at = { neo4j: servers.neo4j.address, qdrant: servers.qdrant.address }
      const disturb = killing(servers, { neo4j: 1, qdrant: 2 }, chances(seed))
      const { violations, contents } = await round(at, { run: 'killed', journal: 'neo4j', disturb })
      expect({ seed, violations }).toEqual({ seed, violations: [] })
      expect(contents).toBeGreaterThan(2000)
    }, 300_000)

    it('waits where one hangs: every call ends in time, circuits open, and the run goes on when it is back', async () => {
      const servers = { neo4j: await startNeo4j(), qdrant: await startQdrant() }
      const at = { neo4j: servers.neo4j.address, qdrant: servers.qdrant.address }
      const done = await round(at, { run: 'frozen', journal: 'memory', disturb: freezing(servers, 6000) })
      expect([...done.violations, ...beyondDeadline(done, 3000)]).toEqual([])
      expect(done.asked.filter(({ error }) => error === 'TimedOut').length).toBeGreaterThan(0)
      expect(done.opened).toBeGreaterThan(0)
    }, 300_000)
  })
})
