import { describe, expect, it } from 'vitest'
import { bytesIn, realistic, written } from '../tools/measure.js'
import { freshDirectory, opened } from './fresh.js'

describe('bytes on the disk', () => {
  it('are at most 1.3 times those of the payloads, for a run as a valley makes it', async () => {
    const directory = freshDirectory()
    const entries = realistic(1500)
    const store = opened(directory)
    await written(store, entries)
    await store.close()
    const payloads = entries.reduce((sum, { payload }) => sum + Buffer.byteLength(payload ?? ''), 0)
    expect(bytesIn(directory) / payloads).toBeLessThan(1.3)
  })
})
