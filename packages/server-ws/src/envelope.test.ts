import { describe, expect, it } from 'vitest'
import type { ServerMessage } from '@chorale/core/connection'
import { bytesOf, partsOf } from './envelope.js'

const message = (seq: number, data: ServerMessage['data'], threadId: string | null = 't'): ServerMessage => ({
  ...{ v: 1, type: 'chorus_response', id: `id-${seq}`, seq, ts: '2026-01-01T00:00:00.000Z', thread_id: threadId, data },
})

describe('a message on its way out', () => {
  it('is the JSON of what it says', () => {
    for (const content of ['plain', 'Gezeiten – 潮汐 🌊', '"quoted"\n', 'x'.repeat(10_000)]) {
      const told = message(7, { content, nothing: undefined })
      const [head, tail] = partsOf(told)
      const sent = Buffer.concat(
        [head, tail].map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
      )
      expect(JSON.parse(sent.toString('utf8'))).toEqual({ ...told, data: { content } })
      expect(bytesOf(told)).toEqual(sent)
    }
  })

  it('shares with other receivers of the same event what is large', () => {
    const data = { content: 'x'.repeat(10_000) }
    const [, one] = partsOf(message(1, data))
    const [, other] = partsOf(message(2, data))
    expect(one).toBeInstanceOf(Buffer)
    expect(one).toBe(other)
  })

  it('is not taken for the same in another thread', () => {
    const data = { content: 'x' }
    const threads = ['a', 'b', null].map((thread) => JSON.parse(bytesOf(message(1, data, thread)).toString()) as object)
    expect(threads).toMatchObject([{ thread_id: 'a' }, { thread_id: 'b' }, { thread_id: null }])
  })
})
