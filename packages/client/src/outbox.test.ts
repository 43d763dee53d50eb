import { describe, expect, it } from 'vitest'
import { outbox } from './outbox.js'

const message = (id: string) => ({ id, type: 'submit_prompt', thread: 't', data: {} })
const idsOf = (batch: ReturnType<ReturnType<typeof outbox>['batch']>) => batch?.messages.map(({ id }) => id)

describe('an outbox', () => {
  it('gives a message once on each connection until its pong came', () => {
    const box = outbox('m')
    box.add(message('a'))
    const first = box.batch(1)
    expect(idsOf(first)).toEqual(['a'])
    expect(box.batch(1)).toBeNull()
    box.add(message('b'))
    expect(idsOf(box.batch(1))).toEqual(['b'])
    expect(idsOf(box.batch(2))).toEqual(['a', 'b'])
    expect(box.confirm(first?.nonce ?? '')).toBe(true)
    expect(box.size()).toBe(1)
    expect(idsOf(box.batch(3))).toEqual(['b'])
  })

  it('believes a later pong for everything that was sent before it', () => {
    const box = outbox('m')
    for (const [i, id] of ['a', 'b', 'c'].entries()) {
      box.add(message(id))
      box.batch(i + 1)
    }
    box.add(message('never sent'))
    expect(box.confirm('m.3')).toBe(true)
    expect(box.size()).toBe(1)
  })

  it('knows no pong but its own', () => {
    const box = outbox('m')
    box.add(message('a'))
    box.batch(1)
    expect(box.confirm('other.1')).toBe(false)
    expect(box.confirm('heartbeat')).toBe(false)
    expect(box.size()).toBe(1)
  })
})
