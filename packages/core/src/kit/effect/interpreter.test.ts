import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { combine, type Context, type Effect, type Handler } from './index.js'

type Say = Effect<'test/say', string>

const says =
  (word: string): Handler<Say> =>
  () =>
  () =>
    Promise.resolve(E.right(word))

const context: Context = { run: 'r', attempt: 1, signal: new AbortController().signal }
const heard = (handler: Handler<Say>) => handler({ _tag: 'test/say', key: 'k' }, context)()

describe('combine', () => {
  it('holds the handlers of all', () => {
    const all = combine({ 'a/one': says('one') }, { 'b/two': says('two') }, { 'c/three': says('three') })
    expect(Object.keys(all).sort()).toEqual(['a/one', 'b/two', 'c/three'])
  })

  it('takes the later one where two handle the same tag', async () => {
    const first = { 'test/say': says('first') }
    const second = { 'test/say': says('second') }
    const third = { 'test/say': says('third') }
    expect(await heard(combine(first, second)['test/say'])).toEqual(E.right('second'))
    expect(await heard(combine(first, second, third)['test/say'])).toEqual(E.right('third'))
    expect(await heard(combine(third, second, first)['test/say'])).toEqual(E.right('first'))
  })

  it('keeps the batch face of a handler', () => {
    const many: Handler<Say> = Object.assign(says('one'), {
      many: (effects: readonly Say[]) => () => Promise.resolve(effects.map(() => E.right('many'))),
    })
    expect(combine({ 'test/say': many }, {})['test/say'].many).toBe(many.many)
  })

  it('changes none of its parts', () => {
    const first = Object.freeze({ 'test/say': says('first') })
    const second = Object.freeze({ 'test/say': says('second') })
    combine(first, second)
    expect(Object.keys(first)).toEqual(['test/say'])
  })

  it('does not care how three are put together', async () => {
    const [a, b, c] = [{ 'test/say': says('a') }, { 'test/say': says('b') }, { other: 1 }] as const
    const left = combine(combine(a, b), c)
    const right = combine(a, combine(b, c))
    expect(Object.keys(left).sort()).toEqual(Object.keys(right).sort())
    expect(await heard(left['test/say'])).toEqual(await heard(right['test/say']))
  })
})
