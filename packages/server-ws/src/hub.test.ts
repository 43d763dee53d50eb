import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { tinyHost } from '../test/tiny-host.js'
import { countClient, dropSession, follow, hubOf, openSession } from './hub.js'
import { checkOptions } from './options.js'

const emptyHub = (limits = {}) => {
  const checked = checkOptions({ ...tinyHost(), limits })
  if (E.isLeft(checked)) throw new Error(checked.left.because)
  return hubOf(checked.right, () => undefined)
}

describe('what a server knows', () => {
  it('is nothing any more of a session that was dropped', () => {
    const hub = emptyHub()
    const [one, other] = [openSession(hub, 'c'), openSession(hub, 'c')]
    follow(hub, one, 't')
    follow(hub, other, 't')
    follow(hub, other, 'u')
    expect([...hub.followers.keys()]).toEqual(['t', 'u'])
    dropSession(hub, one)
    dropSession(hub, other)
    expect([hub.sessions.size, hub.followers.size]).toEqual([0, 0])
  })

  it('is at most twice as many sessions as there may be connections, the newest of them', () => {
    const hub = emptyHub({ connections: 2 })
    const all = Array.from({ length: 6 }, () => openSession(hub, 'c').kept.sessionId)
    expect([...hub.sessions.keys()]).toEqual(all.slice(2))
  })

  it('is nothing any more of a client whose last connection went', () => {
    const hub = emptyHub()
    for (const change of [1, 1, -1] as const) countClient(hub, 'c', change)
    expect([hub.open, hub.clients.get('c')]).toEqual([1, 1])
    countClient(hub, 'c', -1)
    expect([hub.open, hub.clients.size]).toEqual([0, 0])
  })
})
