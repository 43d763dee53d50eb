import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, it } from 'vitest'
import { conformance } from '@chorale/core/testing'
import { local, localCapabilities } from '../src/index.js'
import { scratch } from './fresh.js'

/** One directory for all cases: they must not mind what others leave there. */
const directory = mkdtempSync(join(scratch(), 'chorale-local-'))
afterAll(() => rmSync(directory, { recursive: true }))

conformance(
  {
    name: 'local',
    ports: ['graph', 'vector', 'journal'],
    capabilities: localCapabilities,
    open: () => {
      const store = local({ directory, ballastBytes: 0 })
      return Promise.resolve({ handlers: store, close: store.close })
    },
  },
  { describe, it },
)
