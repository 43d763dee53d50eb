import { conformance } from '@chorale/core/testing'
import { memory, memoryCapabilities } from '@chorale/adapter-memory'
import { describe, it } from 'vitest'

/** One store for all cases: they must not mind what others leave there. */
const handlers = memory()

conformance(
  {
    name: 'memory',
    ports: ['graph', 'vector', 'journal'],
    capabilities: memoryCapabilities,
    open: () => Promise.resolve({ handlers, close: () => Promise.resolve() }),
  },
  { describe, it },
)
