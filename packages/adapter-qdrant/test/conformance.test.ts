import { describe, it } from 'vitest'
import { conformance } from '@chorale/core/testing'
import { describeWith } from '@chorale/rig'
import { qdrant, qdrantCapabilities } from '../src/index.js'

describeWith('qdrant', 'a real engine', ({ uri, apiKey }) => {
  conformance(
    {
      name: 'qdrant',
      ports: ['vector'],
      capabilities: qdrantCapabilities,
      open: () => {
        const store = qdrant({ url: uri, ...(apiKey === undefined ? {} : { apiKey }) })
        return Promise.resolve({ handlers: store, close: store.close })
      },
    },
    { describe, it },
  )
})
