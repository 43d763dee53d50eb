import fc from 'fast-check'
import { contentHash } from '@chorale/core/base'
import type { ThreadOperation } from '@chorale/core/threads'
import { start } from './given.js'

const week = 7 * 24 * 60 * 60 * 1000

/** Those who take part; `loop` is a service and no user, `z` is nobody. */
export const people = ['a', 'b', 'c', 'x', 'y']
const person = fc.constantFrom(...people, ...people, ...people, 'loop', 'z')
const id = fc.constantFrom('m0', 'm1', 'm2')

/** Mostly at the beginning, at times a week later, at times a clock that is behind. */
const at = fc
  .oneof(
    { weight: 40, arbitrary: fc.integer({ min: 0, max: 1000 }) },
    { weight: 1, arbitrary: fc.integer({ min: week, max: week + 2000 }) },
    { weight: 1, arbitrary: fc.integer({ min: -5000, max: 0 }) },
  )
  .map((ms) => start + ms)
const timed = { threadId: fc.constant('t'), at }
const signed = { ...timed, by: person }
const stake = fc.oneof(fc.constant(0), fc.constant(0), fc.integer({ min: -1, max: 40 }))

const account = fc.oneof(
  person.map((key) => ({ _tag: 'user', key }) as const),
  fc.constant({ _tag: 'thread' } as const),
)

/** Any operation, sensible or not, in thread `t`. */
export const operation: fc.Arbitrary<ThreadOperation> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      ...{ _tag: fc.constant('AddMessage' as const), ...signed, id, stake },
      content: fc.constantFrom('hello', 'hello', 'hello', 'hello', 'other', 'e\u0301', ' '),
      speaker: fc.constantFrom('person', 'person', 'person', 'loop'),
      audience: fc.constantFrom('public', 'thread'),
    }),
  },
  {
    weight: 14,
    arbitrary: fc.record({
      ...{ _tag: fc.constant('Vote' as const), ...signed, messageId: id },
      decision: fc.constantFrom('approve', 'approve', 'deny'),
      contentHash: fc.constantFrom('hello', 'hello', 'hello', 'hello', 'other', '\u00e9').map(contentHash),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ _tag: fc.constant('Expire' as const), ...timed, messageId: id },
      at: fc.oneof(at, fc.constant(start + week + 2000)),
    }),
  },
  { weight: 2, arbitrary: fc.record({ _tag: fc.constant('AddCoAuthor' as const), ...signed, coAuthor: person }) },
  { weight: 2, arbitrary: fc.record({ _tag: fc.constant('RemoveCoAuthor' as const), ...signed }) },
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ _tag: fc.constant('TransferTokens' as const), ...signed, from: account },
      to: fc.oneof(account, fc.constant({ _tag: 'treasury' } as const)),
      amount: fc.integer({ min: 0, max: 30 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ _tag: fc.constant('CloseThread' as const), ...signed }) },
  { weight: 3, arbitrary: fc.record({ _tag: fc.constant('ReopenThread' as const), ...signed }) },
  { weight: 1, arbitrary: fc.record({ _tag: fc.constant('DeleteMessage' as const), ...signed, messageId: id }) },
  {
    weight: 1,
    arbitrary: fc.record({ _tag: fc.constant('CreateThread' as const), ...signed, name: fc.constant('n') }),
  },
)

/** What happens, one after the other. */
export const story = fc.array(operation, { minLength: 20, maxLength: 80, size: 'max' })

/** Users with balances that add up exactly, one of them as much as there can be. */
export const balances = fc.record({
  ...{ a: fc.integer({ min: 0, max: 50 }), b: fc.constant(2 ** 53 - 1), c: fc.constant(0) },
  ...{ x: fc.integer({ min: 0, max: 50 }), y: fc.constant(50) },
})
