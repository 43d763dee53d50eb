import { describe, it } from 'vitest'
import { conformance } from '@chorale/core/testing'
import { describeWith } from '@chorale/rig'
import { neo4j, neo4jCapabilities } from '../src/index.js'
import { optionsFor, patient } from './fresh.js'

describeWith('neo4j', 'conformance', (address) => {
  conformance(
    {
      name: 'Neo4j',
      ports: ['graph', 'journal'],
      capabilities: neo4jCapabilities,
      open: () => {
        const handlers = neo4j(optionsFor(address, { timeouts: patient, pool: { minIdle: 1 } }))
        return Promise.resolve({ handlers, close: () => handlers.close() })
      },
    },
    { describe, it },
  )
})
