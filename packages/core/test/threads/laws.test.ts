import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { transition, validate, type ThreadOperation, type WorkingSet } from '@chorale/core/threads'
import { describe, expect, it } from 'vitest'
import { ofThree, threadOf } from './given.js'
import { balances, story } from './story.js'

const frozen = <A>(value: A): A => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(frozen)
  }
  return value
}

/** Counted apart from the code under test. */
const total = ({ thread, messages, users, treasury }: WorkingSet): bigint => {
  let sum = BigInt(thread?.tokenBalance ?? 0) + BigInt(treasury?.tokenBalance ?? 0)
  for (const { stake } of messages) sum += BigInt(stake)
  for (const { tokenBalance } of users) sum += BigInt(tokenBalance)
  return sum
}

interface Step {
  readonly old: WorkingSet
  readonly next: WorkingSet
  readonly operation: ThreadOperation
}

/** Every accepted step of a story; a refusal changes nothing and gives no state. */
const stepsOf = (first: WorkingSet, operations: readonly ThreadOperation[]): readonly Step[] => {
  const steps: Step[] = []
  let old = frozen(first)
  for (const operation of operations) {
    const before = JSON.stringify(old)
    const outcome = transition(old, frozen(operation))
    expect(JSON.stringify(old)).toBe(before)
    expect(transition(old, operation)).toEqual(outcome)
    if (E.isLeft(outcome)) {
      expect(Object.keys(outcome)).toEqual(['_tag', 'left'])
      expect(outcome.left).not.toHaveProperty('state')
      expect(outcome.left.findings.length).toBeGreaterThan(0)
      expect(outcome.left.code).toBe(outcome.left.findings[0]?.code)
      expect(outcome.left.retryable).toBe(outcome.left.code === 'VERSION_CONFLICT')
      continue
    }
    const next = frozen(outcome.right.state)
    steps.push({ old, next, operation })
    old = next
  }
  return steps
}

const always = (check: (step: Step) => void) =>
  fc.assert(
    fc.property(balances, story, (given, operations) => {
      for (const step of stepsOf(ofThree(given), operations)) check(step)
    }),
    { numRuns: 100 },
  )

const messages = ({ old, next }: Step) =>
  next.messages.map((message) => ({ old: old.messages.find(({ id }) => id === message.id), next: message }))

describe('whatever is done, property', () => {
  it('17: there are as many tokens as before', () => {
    always(({ old, next }) => {
      expect(total(next)).toBe(total(old))
      expect(E.isRight(validate.whole(next))).toBe(true)
    })
  })

  it('18: there is a co-author, at most one comes or goes, and users know their threads', () => {
    always(({ old, next }) => {
      const [before, now] = [threadOf(old).coAuthors, threadOf(next).coAuthors]
      expect(now.length).toBeGreaterThan(0)
      expect(Math.abs(now.length - before.length)).toBeLessThanOrEqual(1)
      expect(new Set([...now, ...before]).size).toBe(Math.max(now.length, before.length))
      for (const { publicKey, threadIds } of next.users) expect(threadIds).toEqual(now.includes(publicKey) ? ['t'] : [])
    })
  })

  it('18: the version of what was touched goes up by one, and nothing else changes', () => {
    always(({ old, next, operation }) => {
      const isApart =
        operation._tag === 'TransferTokens' && operation.from._tag === 'user' && operation.to._tag !== 'thread'
      expect(threadOf(next).version - threadOf(old).version).toBe(isApart ? 0 : 1)
      const pairs = [
        ...messages({ old, next, operation }),
        ...next.users.map((user) => ({ old: old.users.find(({ id }) => id === user.id), next: user })),
        { old: old.treasury, next: next.treasury },
      ]
      for (const pair of pairs) {
        if (pair.next === null || pair.next === pair.old) continue
        expect(pair.next.version).toBe((pair.old?.version ?? 0) + 1)
        expect(pair.next.updatedAt).toBeGreaterThanOrEqual(pair.old?.updatedAt ?? pair.next.createdAt)
        expect(pair.next.createdAt).toBe(pair.old?.createdAt ?? pair.next.createdAt)
      }
    })
  })

  it('19: messages are only added, their times are their order, and what was approved stays', () => {
    always((step) => {
      const [before, now] = [threadOf(step.old).messageIds, threadOf(step.next).messageIds]
      expect(now.slice(0, before.length)).toEqual(before)
      expect(step.next.messages.map(({ id }) => id)).toEqual(now)
      const times = step.next.messages.map(({ createdAt }) => createdAt)
      expect([...new Set(times)].sort((a, b) => a - b)).toEqual(times)
      for (const { old, next } of messages(step)) {
        if (old?.status !== 'approved') continue
        expect(next.contentHash).toBe(old.contentHash)
        if (!next.deleted) expect(next.content).toBe(old.content)
      }
    })
  })

  it('20: a message is decided once, and has no stake then', () => {
    always((step) => {
      for (const { old, next } of messages(step)) {
        if (next.status !== 'pending') expect(next.stake).toBe(0)
        if (old !== undefined && old.status !== 'pending') expect(next.status).toBe(old.status)
      }
    })
  })

  it('M11: a closed thread changes by being reopened only', () => {
    always(({ old, next, operation }) => {
      if (threadOf(old).status !== 'closed' || next.thread === old.thread) return
      expect(operation._tag).toBe('ReopenThread')
      expect({ ...next.thread, version: 0, updatedAt: 0, status: '' }).toEqual({
        ...{ ...old.thread, version: 0, updatedAt: 0, status: '' },
      })
    })
  })
})

describe('the stories', () => {
  it('have every operation in them, accepted and refused, and every way a vote can end', () => {
    const seen = new Set<string>()
    for (const [given, operations] of fc.sample(fc.tuple(balances, story), { numRuns: 200, seed: 7 })) {
      const steps = stepsOf(ofThree(given), operations)
      const taken = new Set(steps.map(({ operation }) => operation))
      for (const operation of operations) seen.add(`${operation._tag} ${taken.has(operation) ? 'accepted' : 'refused'}`)
      for (const step of steps)
        for (const { old, next } of messages(step)) {
          if (old?.status !== 'pending' || next.status === 'pending') continue
          const votes = new Set(next.approvals.map(({ decision }) => decision))
          seen.add(`${step.operation._tag} ${next.status} by ${[...votes].sort().join(' and ')}`)
          if (old.stake > 0) seen.add(`${next.status} with a stake`)
        }
    }
    const tags = [
      ...['AddCoAuthor', 'AddMessage', 'CloseThread', 'DeleteMessage', 'Expire', 'RemoveCoAuthor'],
      ...['ReopenThread', 'TransferTokens', 'Vote'],
    ]
    expect([...seen]).toEqual(
      expect.arrayContaining([
        ...tags.flatMap((tag) => [`${tag} accepted`, `${tag} refused`]),
        'CreateThread refused',
        ...['Vote approved by approve', 'Vote rejected by deny', 'Vote rejected by approve and deny'],
        ...['Expire rejected by ', 'Expire rejected by approve', 'Expire rejected by deny'],
        ...['approved with a stake', 'rejected with a stake'],
      ]),
    )
  })
})
