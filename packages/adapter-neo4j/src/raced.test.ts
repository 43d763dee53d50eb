import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { raced } from './raced.js'

const never = new Promise<E.Either<never, number>>(() => undefined)
const minute = 60_000

describe('work that is waited for', () => {
  it('settles by itself', async () => {
    expect(await raced(Promise.resolve(E.right(1)), { ms: minute })).toEqual({ _tag: 'settled', outcome: E.right(1) })
  })

  it('is late where it never settles', async () => {
    expect(await raced(never, { ms: 1 })).toEqual({ _tag: 'late' })
  })

  it('is left by whoever aborts, before or meanwhile', async () => {
    const stop = new AbortController()
    const ending = raced(never, { ms: minute, signal: stop.signal })
    stop.abort()
    expect(await ending).toEqual({ _tag: 'aborted' })
    expect(await raced(never, { ms: minute, signal: stop.signal })).toEqual({ _tag: 'aborted' })
  })
})
