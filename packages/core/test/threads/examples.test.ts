import * as E from 'fp-ts/lib/Either.js'
import { contentHash } from '@chorale/core/base'
import { canApprove, canApproveMessage, transition } from '@chorale/core/threads'
import { describe, expect, it } from 'vitest'
import { accepted, after, does, has, messageOf, ofThree, refused, start, threadOf } from './given.js'

const week = 7 * 24 * 60 * 60 * 1000

/** Three co-authors, and x's message m with a stake. */
const voting = (stake: number) => after(ofThree({ x: 1000 }), does.say('x', 'm', { stake }))

describe('the worked examples of spec chorus 14', () => {
  it('18: three of three approve a stake of 1000: each gets 333, the thread 1, the author joins', () => {
    const before = voting(1000)
    expect([has(before, 'x'), threadOf(before).escrow, messageOf(before, 'm').stake]).toEqual([0, 1000, 1000])
    const now = after(
      before,
      does.vote('a', 'm', 'approve'),
      does.vote('b', 'm', 'approve'),
      does.vote('c', 'm', 'approve'),
    )
    expect(['a', 'b', 'c', 'x'].map((key) => has(now, key))).toEqual([333, 333, 333, 0])
    expect(threadOf(now)).toMatchObject({ tokenBalance: 1, escrow: 0, coAuthors: ['a', 'b', 'c', 'x'] })
    expect(messageOf(now, 'm')).toMatchObject({ status: 'approved', stake: 0 })
    expect(now.users.find(({ publicKey }) => publicKey === 'x')?.threadIds).toEqual(['t'])
    expect(now.treasury).toBeNull()
  })

  it('19: two of three approve a stake of 1000: the treasury gets 666, the thread 334, and nobody joins', () => {
    const now = after(
      voting(1000),
      does.vote('a', 'm', 'approve'),
      does.vote('b', 'm', 'deny'),
      does.vote('c', 'm', 'approve'),
    )
    expect(now.treasury).toMatchObject({ tokenBalance: 666, version: 1 })
    expect(threadOf(now)).toMatchObject({ tokenBalance: 334, escrow: 0, coAuthors: ['a', 'b', 'c'] })
    expect(messageOf(now, 'm')).toMatchObject({ status: 'rejected', stake: 0 })
  })

  it('19: one of three approves a stake of 10: the treasury gets 3, the thread 7', () => {
    const now = after(
      voting(10),
      does.vote('a', 'm', 'approve'),
      does.vote('b', 'm', 'deny'),
      does.vote('c', 'm', 'deny'),
    )
    expect([now.treasury?.tokenBalance, threadOf(now).tokenBalance]).toEqual([3, 7])
  })

  it('20: all deny a stake of 10: the thread gets 10', () => {
    const now = after(voting(10), does.vote('a', 'm', 'deny'), does.vote('b', 'm', 'deny'), does.vote('c', 'm', 'deny'))
    expect([now.treasury, threadOf(now).tokenBalance, messageOf(now, 'm').status]).toEqual([null, 10, 'rejected'])
  })

  it('21: who votes twice, has no vote, or votes on what is decided, is refused', () => {
    const once = after(voting(10), does.vote('a', 'm', 'approve'))
    expect(refused(once, does.vote('a', 'm', 'deny'))).toMatchObject({
      ...{ _tag: 'InvalidTransition', code: 'ALREADY_VOTED', retryable: false },
    })
    expect(refused(once, does.vote('x', 'm', 'approve'))).toMatchObject({
      ...{ _tag: 'NotAuthorised', code: 'NOT_AUTHORISED', retryable: false },
    })
    const done = after(once, does.vote('b', 'm', 'approve'), does.vote('c', 'm', 'approve'))
    expect(refused(done, does.vote('b', 'm', 'approve')).code).toBe('MESSAGE_NOT_PENDING')
    expect(refused(after(done, does.say('a', 'own')), does.vote('b', 'own', 'deny')).code).toBe('MESSAGE_NOT_PENDING')
  })

  it('22: the last co-author cannot leave', () => {
    const alone = after(ofThree({}), does.leave('a'), does.leave('c'))
    const before = JSON.stringify(alone)
    expect(refused(alone, does.leave('b'))).toMatchObject({ _tag: 'ValidationFailed', code: 'THREAD_LAST_CO_AUTHOR' })
    expect(JSON.stringify(alone)).toBe(before)
  })

  it.each([
    ['white space', '  ', 'MESSAGE_INVALID'],
    ['10,001 code points', 'x'.repeat(10_001), 'MESSAGE_INVALID'],
    ['10,000 code points', 'x'.repeat(10_000), undefined],
    ['10,000 code points of two units each', '😀'.repeat(10_000), undefined],
    ['10,001 code points of two units each', '😀'.repeat(10_001), 'MESSAGE_INVALID'],
    ['10,000 letters whose accents NFC takes in', 'e\u0301'.repeat(10_000), undefined],
    ['half of a pair', 'x\ud800', 'MESSAGE_INVALID'],
  ])('23: a content of %s', (_, content, code) => {
    const outcome = transition(ofThree({}), does.say('a', 'm', { content }))
    expect(E.isLeft(outcome) ? outcome.left.code : undefined).toBe(code)
  })

  it('24: a content hash is the SHA-256 of the content in NFC', () => {
    expect(contentHash('hello')).toBe('2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824')
    expect(contentHash('e\u0301')).toBe(contentHash('\u00e9'))
  })
})

describe('a vote', () => {
  it('ends when its time is up: without votes the stake is the thread’s', () => {
    const before = voting(10)
    const at = (messageOf(before, 'm').expiresAt ?? 0) + 0
    expect(at).toBe(messageOf(before, 'm').createdAt + week)
    expect(refused(before, does.expire('m', at - 1)).code).toBe('STATE_INVALID_INPUT')
    const now = after(before, does.expire('m', at))
    expect([messageOf(now, 'm').status, threadOf(now).tokenBalance, threadOf(now).escrow]).toEqual(['rejected', 10, 0])
    expect(refused(now, does.expire('m', at)).code).toBe('MESSAGE_NOT_PENDING')
  })

  it('that is not complete when its time is up is split among the votes there are', () => {
    const now = after(voting(10), does.vote('a', 'm', 'approve'), does.expire('m', start + week))
    expect([messageOf(now, 'm').status, now.treasury?.tokenBalance, threadOf(now).tokenBalance]).toEqual([
      'rejected',
      10,
      0,
    ])
  })

  it('takes no votes once its time is up', () => {
    const late = { ...does.vote('a', 'm', 'approve'), at: start + week }
    expect(refused(voting(1), late).code).toBe('MESSAGE_NOT_PENDING')
  })

  it('needs no vote of those who have left, and is not for its author to cast', () => {
    const before = after(voting(9), does.vote('a', 'm', 'approve'), does.takeIn('a', 'x'))
    expect(refused(before, does.vote('x', 'm', 'approve')).code).toBe('NOT_AUTHORISED')
    const now = after(before, does.leave('a'), does.leave('b'), does.vote('c', 'm', 'approve'))
    expect(['a', 'b', 'c', 'x'].map((key) => has(now, key))).toEqual([4, 0, 4, 991])
    expect(threadOf(now)).toMatchObject({ tokenBalance: 1, coAuthors: ['c', 'x'] })
  })

  it('on another content than the message has is refused', () => {
    expect(refused(voting(1), { ...does.vote('a', 'm', 'approve'), contentHash: contentHash('other') }).code).toBe(
      'HASH_MISMATCH',
    )
  })

  it('is possible for whom canApproveMessage says', () => {
    const set = after(voting(1), does.vote('a', 'm', 'approve'))
    const message = messageOf(set, 'm')
    expect(['a', 'b', 'x', 'y'].map((key) => canApprove(message, key))).toEqual([false, true, true, true])
    expect(['a', 'b', 'x', 'y'].map((key) => canApproveMessage(threadOf(set), message, key))).toEqual([
      ...[false, true, false, false],
    ])
    expect(canApproveMessage({ ...threadOf(set), status: 'closed' }, message, 'b')).toBe(false)
    expect(canApproveMessage({ ...threadOf(set), id: 'other' }, message, 'b')).toBe(false)
  })
})

describe('a message', () => {
  it('of a co-author is approved at once, without a stake', () => {
    const now = after(ofThree({ a: 5 }), does.say('a', 'm'))
    expect(messageOf(now, 'm')).toMatchObject({ status: 'approved', expiresAt: null, role: 'user', step: null })
    expect(refused(ofThree({ a: 5 }), does.say('a', 'm', { stake: 1 })).code).toBe('STATE_INVALID_INPUT')
  })

  it('of a loop is approved at once, though its key is no co-author’s', () => {
    const now = after(ofThree({}), does.answer('service', 'm'))
    expect(messageOf(now, 'm')).toMatchObject({
      ...{ status: 'approved', role: 'assistant', step: 'yield', author: 'service', audience: 'public' },
    })
    expect(threadOf(now).coAuthors).toEqual(['a', 'b', 'c'])
  })

  it('of others needs a user with that much', () => {
    expect(refused(ofThree({ x: 9 }), does.say('x', 'm', { stake: 10 })).code).toBe('INSUFFICIENT_TOKENS')
    expect(refused(ofThree({}), does.say('x', 'm')).code).toBe('NOT_FOUND')
    for (const stake of [-1, 0.5, NaN, Infinity, 2 ** 53])
      expect(refused(ofThree({ x: 9 }), does.say('x', 'm', { stake })).code).toBe('STATE_INVALID_INPUT')
  })

  it('is there once, and is one millisecond later than the one before', () => {
    const now = after(ofThree({}), does.say('a', 'm'), does.say('a', 'n'), { ...does.say('a', 'o'), at: start - 99 })
    expect(now.messages.map(({ createdAt }) => createdAt - start)).toEqual([0, 1, 2])
    expect(refused(now, does.say('b', 'n')).code).toBe('MESSAGE_INVALID')
    expect(refused({ ...now, messages: [] }, does.say('b', 'n')).code).toBe('MESSAGE_INVALID')
  })

  it('that is deleted leaves a tombstone in its place', () => {
    const before = after(ofThree({ x: 1 }), does.say('a', 'm'), does.say('a', 'n'), does.say('x', 'o'))
    const { state, transitions } = accepted(before, does.remove('b', 'm'))
    expect(messageOf(state, 'm')).toMatchObject({ content: '', deleted: true, contentHash: contentHash('m') })
    expect(threadOf(state).messageIds).toEqual(['m', 'n', 'o'])
    expect(transitions.map(({ _tag }) => _tag)).toEqual(['Updated', 'Deleted'])
    expect(refused(state, does.remove('b', 'm')).code).toBe('STATE_INVALID_INPUT')
    expect(refused(state, does.remove('x', 'n')).code).toBe('NOT_AUTHORISED')
    expect(refused(state, does.remove('x', 'o')).code).toBe('STATE_INVALID_INPUT')
  })
})

describe('a thread', () => {
  it('that is closed takes nothing but being reopened', () => {
    const closed = after(ofThree({ a: 3, x: 3 }), does.say('x', 'm'), does.say('a', 'n'), does.close('a'))
    for (const operation of [
      does.say('a', 'o'),
      does.answer('service', 'o'),
      does.vote('a', 'm', 'approve'),
      does.expire('m', start + week),
      does.takeIn('a', 'x'),
      does.leave('a'),
      does.pay('a', [{ _tag: 'user', key: 'a' }, { _tag: 'thread' }], 1),
      does.close('a'),
      does.remove('a', 'n'),
    ])
      expect([operation._tag, refused(closed, operation).code]).toEqual([operation._tag, 'THREAD_CLOSED'])
    expect(refused(closed, does.reopen('x')).code).toBe('NOT_AUTHORISED')
    const open = after(closed, does.reopen('b'))
    expect(threadOf(open)).toMatchObject({ status: 'active', version: threadOf(closed).version + 1 })
    expect(refused(open, does.reopen('b')).code).toBe('STATE_INVALID_INPUT')
    expect(threadOf(after(open, does.say('a', 'o'))).messageIds).toEqual(['m', 'n', 'o'])
  })

  it('in which something is staked cannot be closed', () => {
    const staked = voting(1)
    expect(refused(staked, does.close('a')).code).toBe('STATE_INVALID_INPUT')
    expect(refused({ ...staked, messages: [] }, does.close('a')).code).toBe('STATE_INVALID_INPUT')
    expect(refused(voting(0), does.close('x')).code).toBe('NOT_AUTHORISED')
    expect(threadOf(after(voting(0), does.close('a'))).status).toBe('closed')
  })

  it('is changed from the version that the caller has seen, or not at all', () => {
    const set = ofThree({})
    const stale = { ...does.say('a', 'm'), expectedVersion: 2 }
    expect(refused(set, stale)).toMatchObject({
      ...{ _tag: 'VersionConflict', code: 'VERSION_CONFLICT', retryable: true, expected: 2, found: 3 },
    })
    expect(threadOf(after(set, { ...stale, expectedVersion: 3 })).version).toBe(4)
    expect(refused(set, does.create('a'))).toMatchObject({ _tag: 'VersionConflict', expected: 0, found: 3 })
  })

  it('has a name of 1 to 200 code points and an owner', () => {
    const none = { ...ofThree({}), thread: null }
    expect(refused(none, does.create('a', ' ')).findings).toMatchObject([{ path: 'thread.name' }])
    expect(refused(none, does.create('a', 'x'.repeat(201))).code).toBe('STATE_INVARIANT')
    expect(threadOf(after(none, does.create('a', '😀'.repeat(200)))).version).toBe(1)
    expect(refused(none, does.create('nobody')).code).toBe('NOT_FOUND')
    expect(refused(none, does.say('a', 'm')).code).toBe('THREAD_NOT_FOUND')
    expect(refused(ofThree({}), { ...does.say('a', 'm'), threadId: 'other' }).code).toBe('THREAD_NOT_FOUND')
  })

  it('tells all that is wrong, not only the first', () => {
    const fault = refused(ofThree({}), { ...does.say('a b', 'm m', { content: ' ' }), speaker: 'loop' })
    expect(fault._tag).toBe('ValidationFailed')
    expect(fault.findings.map(({ path }) => path)).toEqual([
      ...['thread.messageIds[0]', 'messages[0].content', 'messages[0].id', 'messages[0].author'],
    ])
  })
})

describe('a transfer', () => {
  const set = ofThree({ a: 10, x: 2 ** 53 - 1 })
  const [a, x] = [{ _tag: 'user', key: 'a' } as const, { _tag: 'user', key: 'x' } as const]
  const own = { _tag: 'thread' } as const

  it('moves tokens between users, threads and the treasury', () => {
    const given = after(set, does.pay('a', [a, own], 7), does.pay('b', [own, { _tag: 'user', key: 'b' }], 4))
    expect([has(given, 'a'), has(given, 'b'), threadOf(given).tokenBalance]).toEqual([3, 4, 3])
    const { state, transitions } = accepted(given, does.pay('c', [own, { _tag: 'treasury' }], 3))
    expect([threadOf(state).tokenBalance, state.treasury?.tokenBalance]).toEqual([0, 3])
    expect(transitions.map(({ _tag }) => _tag)).toEqual(['Updated', 'Created'])
  })

  it('between users leaves the thread as it is', () => {
    const now = after(set, does.pay('a', [a, { _tag: 'user', key: 'b' }], 1))
    expect(now.thread).toBe(set.thread)
  })

  it.each([
    ['too much', does.pay('a', [a, own], 11), 'INSUFFICIENT_TOKENS'],
    ['more than can be counted', does.pay('a', [a, x], 1), 'STATE_INVARIANT'],
    ['nothing', does.pay('a', [a, own], 0), 'STATE_INVALID_INPUT'],
    ['less than nothing', does.pay('a', [a, own], -1), 'STATE_INVALID_INPUT'],
    ['a part', does.pay('a', [a, own], 0.5), 'STATE_INVALID_INPUT'],
    ['to itself', does.pay('a', [a, a], 1), 'STATE_INVALID_INPUT'],
    ['of somebody else’s', does.pay('b', [a, own], 1), 'NOT_AUTHORISED'],
    ['of a thread’s by an outsider', does.pay('x', [own, x], 1), 'NOT_AUTHORISED'],
    ['to nobody', does.pay('a', [a, { _tag: 'user', key: 'z' }], 1), 'NOT_FOUND'],
  ] as const)('of %s is refused', (_, operation, code) => {
    expect(refused(set, operation).code).toBe(code)
  })
})

describe('the time of an operation', () => {
  it('is not before what a user has done elsewhere', () => {
    const busy = {
      ...ofThree({ x: 9 }),
      users: ofThree({ x: 9 }).users.map((each) => ({ ...each, updatedAt: start + 99 })),
    }
    const now = after(busy, does.say('x', 'm', { stake: 1 }))
    expect(now.users.find(({ publicKey }) => publicKey === 'x')).toMatchObject({ updatedAt: start + 99, version: 2 })
    expect(messageOf(now, 'm').createdAt).toBe(start)
  })

  it.each([NaN, -1, 0.5, Infinity, 253_402_300_800_000])('is not %s', (at) => {
    expect(refused({ ...ofThree({}), thread: null }, { ...does.create('a'), at }).code).toBe('STATE_INVALID_INPUT')
  })
})
