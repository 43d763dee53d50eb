import { describe, expect, it } from 'vitest'
import { effectDigest, type Effect } from './index.js'

interface Ask extends Effect<'test/ask', string> {
  readonly about: { readonly subject?: string; readonly depth: number }
}

const ask: Ask = { _tag: 'test/ask', key: 'a/1', about: { subject: 'tides', depth: 2 } }

describe("an effect's digest", () => {
  it('is the SHA-256 of its canonical JSON without the key', () => {
    // printf '{"_tag":"test/ask","about":{"depth":2,"subject":"tides"}}' | sha256sum
    expect(effectDigest(ask)).toBe('27a5581ed71c6d50749615ac3176342c92ee8d8732720373434c1e48f2991654')
  })

  it('is the same at every address', () => {
    expect(effectDigest({ ...ask, key: 'b/2' })).toBe(effectDigest(ask))
  })

  it('does not depend on the order of members', () => {
    expect(
      effectDigest({ about: { depth: 2, subject: 'tides' }, key: 'a/1', _tag: 'test/ask' } satisfies Ask as Ask),
    ).toBe(effectDigest(ask))
  })

  it('changes with the tag', () => {
    expect(effectDigest({ ...ask, _tag: 'test/answer' })).not.toBe(effectDigest(ask))
  })

  it('leaves the effect as it was', () => {
    effectDigest(Object.freeze(ask))
    expect(ask.key).toBe('a/1')
  })
})
