import { describe, expect, it } from 'vitest'
import { mailbox } from './mailbox.js'

describe('a mailbox', () => {
  it('counts an event as taken when the next one is asked for', async () => {
    const taken: number[] = []
    const box = mailbox<number>((event) => taken.push(event))
    const reader = box.events[Symbol.asyncIterator]()
    box.put(1)
    box.put(2)
    expect(await reader.next()).toEqual({ done: false, value: 1 })
    expect([taken, box.size()]).toEqual([[], 2])
    expect(await reader.next()).toEqual({ done: false, value: 2 })
    expect(taken).toEqual([1])
    const third = reader.next()
    expect([taken, box.size()]).toEqual([[1, 2], 0])
    box.put(3)
    expect(await third).toEqual({ done: false, value: 3 })
  })

  it('gives out what was put in before it was closed, then ends', async () => {
    const box = mailbox<string>(() => undefined)
    box.put('a')
    box.close()
    box.put('late')
    const all: string[] = []
    for await (const event of box.events) all.push(event)
    expect(all).toEqual(['a'])
  })

  it('goes on behind a loop that was left', async () => {
    const box = mailbox<number>(() => undefined)
    for (const each of [1, 2, 3]) box.put(each)
    for await (const event of box.events) if (event === 1) break
    const second = box.events[Symbol.asyncIterator]()
    expect((await second.next()).value).toBe(2)
  })
})
