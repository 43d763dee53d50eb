import * as E from 'fp-ts/lib/Either.js'
import { contentHash } from '@chorale/core/base'
import {
  defaultLimits,
  invariants,
  stateManagerWith,
  StateManager,
  THEORY_MAP,
  transition,
  validate,
  type Message,
  type Thread,
  type User,
  type WorkingSet,
} from '@chorale/core/threads'
import { describe, expect, it } from 'vitest'
import { after, does, has, messageOf, ofThree, thread, threadOf, user } from './given.js'

const set = after(
  ofThree({ a: 5, x: 9 }),
  does.say('x', 'm', { stake: 4 }),
  does.vote('a', 'm', 'approve'),
  does.say('a', 'n'),
)
const [t, m, n] = [threadOf(set), messageOf(set, 'm'), messageOf(set, 'n')]
const someone = set.users.find(({ publicKey }) => publicKey === 'a')
const vote = (coAuthor: string) => ({ coAuthor, decision: 'approve', at: 0, contentHash: m.contentHash }) as const

const codes = (outcome: E.Either<readonly { readonly path: string; readonly code: string }[], unknown>) =>
  E.isLeft(outcome) ? outcome.left.map(({ path, code }) => `${path} ${code}`) : []

describe('the invariants', () => {
  it('are twelve, each with a sentence and a check', () => {
    expect(invariants.map(({ id }) => id)).toEqual(Array.from({ length: 12 }, (_, i) => `M${i + 1}`))
    for (const { sentence, check } of invariants) {
      expect(sentence).toMatch(/^[A-Z].*\.$/u)
      expect(Object.keys(check).length).toBeGreaterThan(0)
    }
  })

  it('hold of a set that operations have made', () => {
    expect(validate.whole(set)).toEqual(E.right(set))
    expect(validate.thread(t)).toEqual(E.right(t))
    expect(validate.message(m)).toEqual(E.right(m))
  })

  it.each<readonly [string, Partial<Thread>, string]>([
    ['M1: no co-author', { coAuthors: [] }, 'coAuthors THREAD_LAST_CO_AUTHOR'],
    ['M1: one twice', { coAuthors: ['a', 'a'] }, 'coAuthors STATE_INVARIANT'],
    ['M1: too many', { coAuthors: Array.from({ length: 101 }, (_, i) => `k${100 + i}`) }, 'coAuthors STATE_INVARIANT'],
    ['M7: version 0', { version: 0 }, 'version STATE_INVARIANT'],
    ['M7: before it was created', { updatedAt: t.createdAt - 1 }, 'updatedAt STATE_INVARIANT'],
    ['M7: no time', { createdAt: NaN }, 'updatedAt STATE_INVARIANT'],
    ['M8: a message twice', { messageIds: ['m', 'm'] }, 'messageIds MESSAGE_INVALID'],
    ['M8: too many', { messageIds: Array.from({ length: 10_001 }, (_, i) => `${i}`) }, 'messageIds STATE_INVARIANT'],
    ['M10: less than nothing', { tokenBalance: -1 }, 'tokenBalance INSUFFICIENT_TOKENS'],
    ['M10: too much', { tokenBalance: 2 ** 53 }, 'tokenBalance STATE_INVARIANT'],
    ['M10: a part', { escrow: 0.5 }, 'escrow STATE_INVARIANT'],
    ['a name that is blank', { name: '\u3000' }, 'name STATE_INVARIANT'],
    ['a key that is none', { coAuthors: ['a b'] }, 'coAuthors[0] STATE_INVARIANT'],
    ['a key that is too long', { coAuthors: ['k'.repeat(129)] }, 'coAuthors[0] STATE_INVARIANT'],
    ['an id that is none', { id: '' }, 'id STATE_INVARIANT'],
  ])('find in a thread %s', (_, wrong, finding) => {
    expect(codes(validate.thread({ ...t, ...wrong }))).toEqual([finding])
  })

  it.each<readonly [string, Partial<Message>, string]>([
    ['M2: nothing', { content: '', contentHash: contentHash(''), approvals: [] }, 'content MESSAGE_INVALID'],
    ['M2: a tombstone that speaks', { deleted: true }, 'content MESSAGE_INVALID'],
    ['M3: another hash', { content: 'other' }, 'contentHash HASH_MISMATCH'],
    [
      'M3: a tombstone without',
      { deleted: true, content: '', contentHash: '', approvals: [] },
      'contentHash HASH_MISMATCH',
    ],
    ['M4: two votes of one', { approvals: [vote('a'), vote('b'), vote('a')] }, 'approvals[2] ALREADY_VOTED'],
    [
      'M5: a vote on something else',
      { approvals: [{ ...vote('a'), contentHash: '' }] },
      'approvals[0].contentHash HASH_MISMATCH',
    ],
    ['M6: a vote on one’s own', { approvals: [vote('x')] }, 'approvals[0] NOT_AUTHORISED'],
    ['M7: an end of no time', { expiresAt: Infinity }, 'updatedAt STATE_INVARIANT'],
    ['M10: a stake below nothing', { stake: -1 }, 'stake INSUFFICIENT_TOKENS'],
    ['M10: a value that is none', { tokenValue: 0.5 }, 'tokenValue STATE_INVARIANT'],
    ['M12: a stake after the vote', { status: 'rejected' }, 'stake STATE_INVARIANT'],
    ['an audience of another thread', { audience: 'u' }, 'audience STATE_INVARIANT'],
    ['an author that is none', { author: '' }, 'author STATE_INVARIANT'],
    ['a step that is none', { step: 'A B' }, 'step STATE_INVARIANT'],
  ])('find in a message %s', (_, wrong, finding) => {
    expect(codes(validate.message({ ...m, ...wrong }))).toEqual([finding])
  })

  it('find in a user what is wrong', () => {
    const wrong: Partial<User> = { threadIds: ['b', 'a'], tokenBalance: -1, publicKey: '' }
    expect(someone === undefined ? [] : codes(validate.user({ ...someone, ...wrong }))).toEqual([
      ...['tokenBalance INSUFFICIENT_TOKENS', 'publicKey STATE_INVARIANT', 'threadIds STATE_INVARIANT'],
    ])
  })

  it.each<readonly [string, WorkingSet, string]>([
    [
      'M8: a message of another thread',
      { ...set, messages: [m, { ...n, threadId: 'u', audience: 'u' }] },
      'messages[1] STATE_INVARIANT',
    ],
    [
      'M8: a message that is not listed',
      { ...set, thread: { ...t, messageIds: ['m'] } },
      'messages[1] STATE_INVARIANT',
    ],
    ['M8: a message twice', { ...set, messages: [n, m, n] }, 'messages[2] STATE_INVARIANT'],
    ['M12: less in escrow than is staked', { ...set, thread: { ...t, escrow: 3 } }, 'thread.escrow STATE_INVARIANT'],
  ])('find in a set %s', (_, wrong, finding) => {
    expect(codes(validate.set(wrong))).toEqual([finding])
  })

  it('miss messages only where all should be there', () => {
    const part = { ...set, messages: [m] }
    expect(validate.set(part)).toEqual(E.right(part))
    expect(codes(validate.whole(part))).toEqual(['thread.messageIds[1] NOT_FOUND'])
    expect(codes(validate.whole({ ...set, thread: { ...t, escrow: 5 } }))).toEqual(['thread.escrow STATE_INVARIANT'])
  })
})

describe('a change', () => {
  const found = (next: WorkingSet, old: WorkingSet = set) =>
    invariants.flatMap(({ id, check }) =>
      (check.change?.({ old, next, moves: [] }) ?? []).map(({ code }) => `${id} ${code}`),
    )
  const raised = <A extends { readonly version: number }>(record: A): A => ({ ...record, version: record.version + 1 })
  const messageNow = (now: Partial<Message>, before: Message = m) => ({
    ...set,
    messages: set.messages.map((each) => (each.id === before.id ? { ...raised(each), ...now } : each)),
  })
  const threadNow = (now: Partial<Thread>) => ({ ...set, thread: { ...raised(t), ...now } })

  it('of nothing is none', () => {
    expect(found(set)).toEqual([])
    expect(found(threadNow({}))).toEqual([])
  })

  it.each<readonly [string, WorkingSet, readonly string[]]>([
    ['all co-authors go', threadNow({ coAuthors: [] }), ['M1 THREAD_LAST_CO_AUTHOR', 'M1 STATE_INVARIANT']],
    ['one comes and one goes', threadNow({ coAuthors: ['a', 'b', 'd'] }), ['M1 STATE_INVARIANT']],
    ['a vote is taken away', messageNow({ approvals: [] }), ['M5 STATE_INVARIANT']],
    ['a vote is changed', messageNow({ approvals: [vote('a')] }), ['M5 STATE_INVARIANT']],
    ['a decided message is voted on', messageNow({ approvals: [vote('b')] }, n), ['M5 MESSAGE_NOT_PENDING']],
    ['an outsider votes', messageNow({ approvals: [...m.approvals, vote('y')] }), ['M6 NOT_AUTHORISED']],
    ['a version is left out', threadNow({ version: t.version + 2 }), ['M7 STATE_INVARIANT']],
    ['a version stays', threadNow({ version: t.version }), ['M7 STATE_INVARIANT']],
    ['the beginning moves', messageNow({ createdAt: 0 }), ['M7 STATE_INVARIANT']],
    ['time goes back', threadNow({ updatedAt: t.updatedAt - 1 }), ['M7 STATE_INVARIANT']],
    ['a record is left out', { ...set, messages: [m] }, ['M7 STATE_INVARIANT']],
    ['messages change places', threadNow({ messageIds: ['n', 'm'] }), ['M8 STATE_INVARIANT']],
    ['a message is left out', threadNow({ messageIds: ['m'] }), ['M8 STATE_INVARIANT']],
    ['what was approved changes', messageNow({ content: 'other' }, n), ['M9 STATE_INVARIANT']],
    [
      'a tombstone loses its hash',
      messageNow({ content: '', deleted: true, contentHash: '' }, n),
      ['M9 STATE_INVARIANT'],
    ],
    ['a decision is taken back', messageNow({ status: 'pending' }, n), ['M9 MESSAGE_NOT_PENDING']],
    ['tokens come from nowhere', threadNow({ tokenBalance: 1 }), ['M10 STATE_INVARIANT', 'M10 STATE_INVARIANT']],
    ['escrow and stakes part', threadNow({ escrow: 5 }), ['M12 STATE_INVARIANT']],
  ])('in which %s is found', (_, next, wanted) => {
    expect(found(next)).toEqual(wanted)
  })

  it('of a closed thread is found, but for its reopening', () => {
    const closed: WorkingSet = { ...set, thread: { ...t, status: 'closed' } }
    expect(found(threadNow({ status: 'active' }), closed)).toEqual([])
    expect(found(threadNow({ status: 'closed', name: 'other' }), closed)).toEqual(['M11 THREAD_CLOSED'])
    expect(found(threadNow({ status: 'active', messageIds: ['m', 'n', 'o'] }), closed)).toEqual(['M11 THREAD_CLOSED'])
    expect(found({ ...messageNow({ expiresAt: 0 }), thread: raised(t) }, closed)).toEqual(['M11 THREAD_CLOSED'])
  })

  it('of tokens is what was moved, account by account', () => {
    const next = after(set, does.pay('a', [user('a'), thread], 2))
    const move = { from: user('a'), to: thread, amount: 2 }
    expect(validate.tokenTransition({ old: set, next, moves: [move] })).toEqual([])
    expect(validate.tokenTransition({ old: set, next, moves: [] })).toHaveLength(2)
    expect(validate.tokenTransition({ old: set, next, moves: [{ ...move, from: user('b') }] })).toHaveLength(2)
    expect(validate.tokenTransition({ old: set, next, moves: [{ ...move, amount: 3 }] })).toHaveLength(2)
  })

  it('of a set that is broken already is refused, whatever is asked', () => {
    const broken = { ...set, users: set.users.map((each) => ({ ...each, tokenBalance: NaN })) }
    expect(transition(broken, does.say('a', 'o'))).toMatchObject({ left: { _tag: 'ValidationFailed' } })
  })
})

describe('limits', () => {
  const { transition: within } = stateManagerWith({ ...defaultLimits, contentLength: 3, coAuthors: 3, pendingMs: 5 })

  it('are the host’s where it gives some', () => {
    expect(within(set, does.say('a', 'o', { content: 'four' }))).toMatchObject({ left: { code: 'MESSAGE_INVALID' } })
    expect(within(set, does.takeIn('a', 'x'))).toMatchObject({ left: { code: 'STATE_INVARIANT' } })
    const pending = within(set, does.say('x', 'o'))
    const message = E.isRight(pending) ? messageOf(pending.right.state, 'o') : m
    expect(message.expiresAt).toBe(message.createdAt + 5)
    expect(StateManager.transition).toBe(transition)
  })

  it('let a message be approved in a full thread, which its author does not join', () => {
    const almost = after(set, does.vote('b', 'm', 'approve'))
    const last = within(almost, does.vote('c', 'm', 'approve'))
    if (E.isLeft(last)) throw new Error(last.left.because)
    expect(threadOf(last.right.state)).toMatchObject({ coAuthors: ['a', 'b', 'c'], tokenBalance: 1 })
    expect(messageOf(last.right.state, 'm').status).toBe('approved')
    expect(['a', 'b', 'c', 'x'].map((key) => has(last.right.state, key))).toEqual([6, 1, 1, 5])
  })
})

describe('the theory', () => {
  it('names invariants that there are', () => {
    const known = invariants.map(({ id }) => id as string)
    for (const { invariants: named } of Object.values(THEORY_MAP)) for (const id of named) expect(known).toContain(id)
    expect(Object.keys(THEORY_MAP.steps.parts)).toHaveLength(6)
  })
})
