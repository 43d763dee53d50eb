import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { memory } from '@chorale/adapter-memory'
import type { EffectError } from '@chorale/core/fault'
import type { GraphNode, GraphUpsert } from '@chorale/core/ports/graph'
import {
  newUser,
  queries,
  read,
  threadMigration,
  transition,
  upsertOf,
  type Entity,
  type ThreadOperation,
  type ThreadQuery,
  type WorkingSet,
} from '@chorale/core/threads'
import { describe, expect, it } from 'vitest'
import { accepted, after, does, messageOf, ofThree, start, threadOf, user, usersWith } from './given.js'
import { balances, people, story } from './story.js'

const context = { run: 'r', attempt: 1, signal: new AbortController().signal }
const right = <A>(outcome: Either<{ readonly because: string }, A>): A => {
  if (E.isLeft(outcome)) throw new Error(outcome.left.because)
  return outcome.right
}

const names = (change: string) => ({ key: 'w', change })

/** A store with the schema, and short ways to use it. */
const opened = async () => {
  const stores = memory()
  let count = 0
  right(await stores['graph/migrate'](threadMigration('schema'), context)())
  const write = (effect: GraphUpsert) => stores['graph/upsert'](effect, context)()
  const ask = async <A>(first: ThreadQuery<A>): Promise<Either<EffectError, A>> => {
    for (let asked = first; ;) {
      const answers = []
      for (const effect of asked.effects) answers.push(right(await stores['graph/query'](effect, context)()))
      const outcome = asked.read(answers)
      if (E.isLeft(outcome)) return outcome
      const found = outcome.right
      if (typeof found !== 'object' || found === null || !('effects' in found)) return E.right(found)
      asked = found
    }
  }
  return {
    write,
    ask,
    keep: async (set: WorkingSet) => {
      const all: readonly Entity[] = [...set.users, ...set.messages, ...(set.thread === null ? [] : [set.thread])]
      right(
        await write(
          upsertOf(
            all.map((entity) => ({ _tag: 'Created', entity })),
            names('begin'),
          ),
        ),
      )
    },
    does: async (operation: ThreadOperation) => {
      const outcome = transition(right(await ask(queries.load(operation))), operation)
      if (E.isRight(outcome)) right(await write(upsertOf(outcome.right.transitions, names(`change ${(count += 1)}`))))
      return outcome
    },
  }
}

describe('what is kept of threads', () => {
  it('is read again as it was: decode(encode(x)) = x', () => {
    fc.assert(
      fc.property(balances, story, (given, operations) => {
        const end = operations.reduce((set, operation) => {
          const outcome = transition(set, operation)
          return E.isRight(outcome) ? outcome.right.state : set
        }, ofThree(given))
        const records = [...end.users, ...end.messages, threadOf(end), ...(end.treasury === null ? [] : [end.treasury])]
        const nodes = upsertOf(
          records.map((entity) => ({ _tag: 'Created', entity })),
          names('k'),
        ).nodes.filter(({ label }) => label !== 'Change')
        expect(nodes.map(readAny)).toEqual(records.map((record) => E.right(record)))
      }),
      { numRuns: 50 },
    )
  })

  it('leads on as the whole does: what an operation needs is what is loaded', async () => {
    await fc.assert(
      fc.asyncProperty(balances, story, async (given, operations) => {
        const store = await opened()
        let whole = usersWith(given)
        await store.keep(whole)
        for (const operation of [does.create('a'), does.takeIn('a', 'b'), does.takeIn('b', 'c'), ...operations]) {
          const [part, all] = [await store.does(operation), transition(whole, operation)]
          if (E.isLeft(all)) {
            expect(E.isLeft(part) && part.left.code).toBe(all.left.code)
            continue
          }
          const byName = (entity: Entity): string => `${entity._tag} ${entity.id}`
          const changed = (outcome: typeof all) =>
            outcome.right.transitions
              .map((each) => (each._tag === 'Created' ? each.entity : each.new))
              .sort((a, b) => (byName(a) < byName(b) ? -1 : 1))
          expect(E.isRight(part) && changed(part)).toEqual(changed(all))
          whole = all.right.state
        }
        const page = right(await store.ask(queries.messages({ threadId: 't', limit: 1000 })))
        expect(page).toEqual({ messages: whole.messages, hasMore: false })
        expect(right(await store.ask(queries.thread('t')))).toEqual(whole.thread)
        for (const key of people)
          expect(right(await store.ask(queries.user(key)))).toEqual(
            whole.users.find(({ publicKey }) => publicKey === key),
          )
      }),
      { numRuns: 40 },
    )
  })

  it('pays who has voted and takes the author in, from what is loaded', async () => {
    const store = await opened()
    await store.keep(ofThree({ x: 10 }))
    for (const operation of [
      does.say('x', 'm', { stake: 10 }),
      ...(['a', 'b', 'c'] as const).map((key) => does.vote(key, 'm', 'approve')),
    ])
      right(await store.does(operation))
    expect(right(await store.ask(queries.thread('t')))).toMatchObject({
      coAuthors: ['a', 'b', 'c', 'x'],
      tokenBalance: 1,
    })
    const balances = people.slice(0, 4).map(async (key) => right(await store.ask(queries.user(key))).tokenBalance)
    expect(await Promise.all(balances)).toEqual([3, 3, 3, 0])
  })

  it('is changed by one of two who begin at the same version', async () => {
    const store = await opened()
    const set = ofThree({ x: 9 })
    await store.keep(set)
    const first = upsertOf(accepted(set, does.say('a', 'm')).transitions, names('one'))
    const second = upsertOf(accepted(set, does.say('b', 'n')).transitions, names('two'))
    right(await store.write(first))
    expect(await store.write(second)).toMatchObject({ left: { _tag: 'Conflict', retryable: false } })
    expect(right(await store.ask(queries.thread('t'))).messageIds).toEqual(['m'])
    expect(right(await store.ask(queries.messages({ threadId: 't' }))).messages.map(({ id }) => id)).toEqual(['m'])
    right(await store.does(does.say('b', 'n')))
    right(await store.write(first))
    expect(right(await store.ask(queries.thread('t'))).messageIds).toEqual(['m', 'n'])
  })

  it('lets a user spend their tokens once, whatever thread they spend them in', async () => {
    const store = await opened()
    const here = ofThree({ x: 9 })
    const there = after(
      { ...usersWith({ d: 0 }), users: [...here.users, ...usersWith({ d: 0 }).users] },
      {
        ...does.create('d'),
        threadId: 'u',
      },
    )
    await store.keep(here)
    await store.keep({ ...there, users: there.users.filter(({ publicKey }) => publicKey === 'd') })
    const stake = (set: WorkingSet, threadId: string) =>
      upsertOf(
        accepted(set, { ...does.say('x', `m-${threadId}`, { stake: 9 }), threadId }).transitions,
        names(threadId),
      )
    right(await store.write(stake(here, 't')))
    expect(await store.write(stake(there, 'u'))).toMatchObject({ left: { _tag: 'Conflict' } })
    expect(right(await store.ask(queries.user('x'))).tokenBalance).toBe(0)
  })

  it('does the same thing twice where two have asked for it', async () => {
    const store = await opened()
    const set = ofThree({ a: 9 })
    await store.keep(set)
    const { transitions } = accepted(set, does.pay('a', [user('a'), user('b')], 5))
    right(await store.write(upsertOf(transitions, names('one'))))
    expect(await store.write(upsertOf(transitions, names('two')))).toMatchObject({ left: { _tag: 'Conflict' } })
    right(await store.write(upsertOf(transitions, names('one'))))
  })

  it('has each public key once', async () => {
    const store = await opened()
    const created = (id: string) =>
      upsertOf([{ _tag: 'Created', entity: newUser({ id, publicKey: 'k', tokenBalance: 1, at: start }) }], names(id))
    right(await store.write(created('one')))
    expect(await store.write(created('two'))).toMatchObject({ left: { _tag: 'Conflict' } })
  })
})

describe('the queries', () => {
  it('page through a thread from its end, without a gap and without a double', async () => {
    const store = await opened()
    const ids = Array.from({ length: 7 }, (_, i) => `m${i}`)
    const set = after(ofThree({}), ...ids.map((id) => does.say('a', id)))
    await store.keep(after(set, does.remove('b', 'm3')))
    const pages: string[][] = []
    let before: number | undefined
    for (let more = true; more;) {
      const asked = { threadId: 't', limit: 3, ...(before === undefined ? {} : { before }) }
      const page = right(await store.ask(queries.messages(asked)))
      pages.push(page.messages.map(({ id }) => id))
      before = page.messages[0]?.createdAt
      more = page.hasMore
    }
    expect(pages).toEqual([['m4', 'm5', 'm6'], ['m1', 'm2', 'm3'], ['m0']])
  })

  it('give a user’s threads, the one that changed last first', async () => {
    const store = await opened()
    await store.keep(usersWith({ a: 0, b: 0 }))
    for (const threadId of ['one', 'two', 'three']) right(await store.does({ ...does.create('a'), threadId }))
    right(await store.does({ ...does.say('a', 'm'), threadId: 'two', at: start + 1 }))
    const threads = async (key: string) =>
      right(await store.ask(queries.threads(right(await store.ask(queries.user(key)))))).map(({ id }) => id)
    expect(await threads('a')).toEqual(['two', 'one', 'three'])
    expect(await threads('b')).toEqual([])
  })

  it('give what is overdue', async () => {
    const store = await opened()
    const set = after(ofThree({ x: 1 }), does.say('x', 'm'), does.say('x', 'n'), does.say('a', 'o'))
    await store.keep(set)
    const due = messageOf(set, 'm').expiresAt ?? 0
    const overdue = async (at: number) => right(await store.ask(queries.overdue(at))).map(({ id }) => id)
    expect([await overdue(due - 1), await overdue(due), await overdue(due + 1)]).toEqual([[], ['m'], ['m', 'n']])
    right(await store.does(does.expire('m', due)))
    expect(await overdue(due + 1)).toEqual(['n'])
  })

  it('say what is not there', async () => {
    const store = await opened()
    expect(await store.ask(queries.thread('none'))).toMatchObject({ left: { _tag: 'NotFound' } })
    expect(await store.ask(queries.user('none'))).toMatchObject({ left: { _tag: 'NotFound' } })
    expect(await store.ask(queries.messages({ threadId: 'none' }))).toEqual(E.right({ messages: [], hasMore: false }))
  })
})

describe('a record that was not written here', () => {
  const set = after(ofThree({ x: 5 }), does.say('x', 'm', { stake: 5 }), does.vote('a', 'm', 'approve'))
  const nodes = upsertOf(
    [threadOf(set), messageOf(set, 'm')].map((entity) => ({ _tag: 'Created', entity })),
    names('k'),
  ).nodes
  const node = (label: string): GraphNode =>
    nodes.find((each) => each.label === label) ?? { label, id: '', properties: {} }

  it.each([
    ['Thread', { token_balance: -1 }, 'token_balance'],
    ['Thread', { token_balance: 2 ** 53 }, 'token_balance'],
    ['Thread', { status: 'ajar' }, 'status'],
    ['Thread', { co_authors: ['b', 'a'] }, 'co_authors'],
    ['Thread', { co_authors: ['a', 'a'] }, 'co_authors'],
    ['Thread', { message_ids: null }, 'message_ids'],
    ['Thread', { version: 0 }, 'version'],
    ['Thread', { created_at: '2026-01-01' }, 'created_at'],
    ['Thread', { updated_at: 5 }, 'updated_at'],
    ['Message', { approvals: 'secret{' }, 'approvals'],
    ['Message', { approvals: '[{"co_author":"a"}]' }, 'approvals[0].decision'],
    ['Message', { approvals: 7 }, 'approvals'],
    ['Message', { content_hash: 'secret' }, 'content_hash'],
    ['Message', { role: 'secret' }, 'role'],
    ['Message', { deleted: 'yes' }, 'deleted'],
    ['Message', { expires_at: 'secret' }, 'expires_at'],
  ])('%s with %j is a typed fault that names %s and shows no value', (label, wrong, path) => {
    const outcome = readAny({ ...node(label), properties: { ...node(label).properties, ...wrong } })
    expect(outcome).toMatchObject({ left: { _tag: 'Damaged', ids: { node: node(label).id } } })
    expect(E.isLeft(outcome) && outcome.left.because).toContain(`${path}: `)
    expect(JSON.stringify(outcome)).not.toContain('secret')
  })
})

const readAny = (node: GraphNode): Either<EffectError, Entity> => {
  switch (node.label) {
    case 'Thread':
      return read.thread(node)
    case 'Message':
      return read.message(node)
    case 'User':
      return read.user(node)
    default:
      return read.treasury(node)
  }
}
