import * as E from 'fp-ts/lib/Either.js'
import type { EffectError } from '@chorale/core/fault'
import type { Generate } from '@chorale/core/ports'
import { describe, expect, it } from 'vitest'
import {
  alone,
  away,
  clock,
  context,
  errorOf,
  generated,
  inTurn,
  late,
  listener,
  pass,
  price,
  question,
  resultOf,
  run,
  runMany,
  together,
  useVirtualTime,
  walk,
  walked,
  walks,
  word,
  wrong,
  type Walk,
} from '../../test/policy/setting.js'
import { cache } from './cache/cache.js'
import { fallback } from './fallback.js'

useVirtualTime()

const saying = (word: string) => alone<Walk>(() => E.right(word))
const failing = (error: EffectError = away()) => alone<Walk>(() => E.left(error))
const silent = () => alone<Walk>(() => new Promise(() => undefined))

describe('a fallback', () => {
  it('asks no link while the handler answers', async () => {
    const { heard, tell } = listener()
    const spare = saying('spare')
    const handler = fallback([{ name: 'spare', handler: spare.handler }], { clock, tell })(alone(walked).handler)
    expect(word(await run(handler, walk('a')))).toBe('walked a')
    expect(spare.calls).toHaveLength(0)
    expect(heard).toEqual([])
  })

  it('with hot and warm down gives what the source has, and tells of all three', async () => {
    const { heard, tell } = listener()
    const links = [
      { name: 'warm', handler: failing().handler },
      { name: 'source', handler: saying('from the source').handler },
    ]
    const handler = fallback(links, { clock, name: 'hot', tell })(failing(wrong).handler)
    expect(word(await run(handler, walk('a')))).toBe('from the source')
    expect(heard).toEqual([
      {
        _tag: 'fellBack',
        key: 'a',
        source: 'source',
        tried: [
          { name: 'hot', error: 'Rejected', ms: 0 },
          { name: 'warm', error: 'Unavailable', ms: 0 },
          { name: 'source', ms: 0 },
        ],
      },
    ])
  })

  it('with hot, warm and source down gives the default, which no cache round it keeps', async () => {
    const keep = cache({ of: 'any' }, { clock, random: () => 0.5 })
    const source = alone(inTurn<Walk>(E.left(away()), E.right('real')))
    const links = [
      { name: 'warm', handler: failing().handler },
      { name: 'source', handler: source.handler },
      { name: 'default', handler: saying('default').handler },
    ]
    const handler = keep(fallback(links, { clock, name: 'hot' })(failing().handler))
    expect(word(await run(handler, walk('a')))).toBe('default')
    expect(word(await run(handler, walk('a')))).toBe('real')
    expect(source.calls).toHaveLength(2)
  })

  it('is kept by a cache round it when the handler itself has answered', async () => {
    const keep = cache({ of: 'any' }, { clock, random: () => 0.5 })
    const first = alone(walked)
    const handler = keep(fallback<Walk>([], { clock })(first.handler))
    await run(handler, walk('a'))
    await run(handler, walk('a'))
    expect(first.calls).toHaveLength(1)
  })

  it('gives the last error with all the others when every link fails', async () => {
    const links = [
      { name: 'warm', handler: failing().handler },
      { name: 'source', handler: failing().handler },
    ]
    const handler = fallback(links, { clock, name: 'hot' })(alone<Walk>(() => E.left(wrong)).handler)
    expect(errorOf(await run(handler, walk('a')))).toMatchObject({
      _tag: 'Unavailable',
      because: 'the path is closed (all 3 links failed; before: hot Rejected, warm Unavailable)',
    })
  })

  it('leaves a link behind when its time is up', async () => {
    const slow = silent()
    const handler = fallback([{ name: 'spare', handler: saying('spare').handler }], { clock, timeoutMs: 1000 })(
      slow.handler,
    )
    const outcome = run(handler, walk('a'))
    await pass(1000)
    expect(word(await outcome)).toBe('spare')
    expect(slow.contexts[0]?.signal.aborted).toBe(true)
  })

  it('has one deadline for all', async () => {
    const [slow, never] = [silent(), saying('never')]
    const links = [
      { name: 'slow', handler: slow.handler, timeoutMs: 3000 },
      { name: 'never', handler: never.handler },
    ]
    const outcome = run(fallback(links, { clock, timeoutMs: 3000, deadlineMs: 5000 })(silent().handler), walk('a'))
    await pass(4990)
    expect(word(await outcome)).toBe('TimedOut')
    expect([slow.calls.length, never.calls.length]).toEqual([1, 0])
  })

  it('takes a result that will not do, and one that is none, for a failure', async () => {
    const links = [
      { name: 'empty', handler: alone<Walk>(() => E.right(undefined as unknown as string)).handler },
      { name: 'spare', handler: saying('long enough').handler },
    ]
    const handler = fallback(links, { clock, accept: (said: string) => said.length > 5 })(saying('short').handler)
    expect(word(await run(handler, walk('a')))).toBe('long enough')
    const none = fallback<Walk>([], { clock, accept: () => false })(saying('short').handler)
    expect(errorOf(await run(none, walk('a')))).toMatchObject({
      _tag: 'BadAnswer',
      reason: 'not_accepted',
      retryable: false,
    })
  })

  it('keeps the money of links that failed', async () => {
    const first = alone<Generate>(() => E.right(generated('no good', price(30))))
    const second = alone<Generate>(() => E.right(generated('good', price(7))))
    const handler = fallback([{ name: 'second', handler: second.handler }], {
      clock,
      accept: ({ answer }) => answer['text'] !== 'no good',
    })(first.handler)
    expect(resultOf(await run(handler, question('q')))).toMatchObject({ answer: { text: 'good' }, ...price(37, 2) })
  })

  it('does not say that nothing was applied where an earlier link may have done it', async () => {
    const handler = fallback([{ name: 'spare', handler: failing().handler }], { clock })(
      alone<Walk>(() => E.left(late)).handler,
    )
    expect(errorOf(await run(handler, walk('a')))).toMatchObject({ _tag: 'Unavailable', applied: 'unknown' })
  })

  it('ends with the caller', async () => {
    const caller = new AbortController()
    const spare = saying('spare')
    const first = alone<Walk>(() => {
      caller.abort()
      return E.left(away())
    })
    const handler = fallback([{ name: 'spare', handler: spare.handler }], { clock })(first.handler)
    expect(word(await run(handler, walk('a'), context({ signal: caller.signal })))).toBe('Unavailable')
    expect(spare.calls).toHaveLength(0)
  })

  it('sends on, of a batch, the members without an answer', async () => {
    const first = together((effect: Walk) => (effect.key === 'w1' ? walked(effect) : E.left(away())))
    const spare = saying('spare')
    const handler = fallback([{ name: 'spare', handler: spare.handler }], { clock })(first.handler)
    expect((await runMany(handler, walks(3))).map(word)).toEqual(['spare', 'walked w1', 'spare'])
    expect(spare.calls).toEqual([['w0'], ['w2']])
  })
})
