import fc from 'fast-check'
import { describe, it } from 'vitest'
import { effectDigest, type Effect } from '@chorale/core/effect'

const members = fc.dictionary(fc.stringMatching(/^[a-jl-z]{1,6}$/), fc.jsonValue({ maxDepth: 2 }), { minKeys: 1 })
const key = fc.string({ maxLength: 20 })

/** An effect is plain data; the test's own kinds need no type. */
const effect = (of: object): Effect => ({ _tag: 'test/any', key: '', ...of })

describe("an effect's digest", () => {
  it('is 64 hex digits that ignore the key', () => {
    fc.assert(
      fc.property(members, key, key, (content, a, b) => {
        const digest = effectDigest(effect({ ...content, key: a }))
        return /^[0-9a-f]{64}$/.test(digest) && digest === effectDigest(effect({ ...content, key: b }))
      }),
    )
  })

  it('does not depend on the order of members', () => {
    fc.assert(
      fc.property(members, (content) => {
        const turned = Object.fromEntries(Object.entries(effect(content)).reverse())
        return effectDigest(effect(content)) === effectDigest(turned as unknown as Effect) // reason: the same members in another order
      }),
    )
  })

  it('changes when any other member changes, comes or goes', () => {
    const changed = members.chain((content) =>
      fc.record({
        content: fc.constant(content),
        name: fc.constantFrom(...Object.keys(content), 'fresh'),
        value: fc.option(fc.jsonValue({ maxDepth: 1 }), { nil: undefined }),
      }),
    )
    fc.assert(
      fc.property(changed, ({ content, name, value }) => {
        const other = { ...content, [name]: value }
        fc.pre(JSON.stringify(other[name]) !== JSON.stringify(content[name]))
        return effectDigest(effect(other)) !== effectDigest(effect(content))
      }),
    )
  })

  it('changes with a value however deep it lies', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant('list'), fc.stringMatching(/^[a-z]{1,4}$/)), { maxLength: 6 }),
        (way) => {
          const at = (leaf: number) =>
            way.reduceRight<unknown>((inner, step) => (step === 'list' ? [0, inner] : { [step]: inner }), leaf)
          return effectDigest(effect({ deep: at(1) })) !== effectDigest(effect({ deep: at(2) }))
        },
      ),
    )
  })
})
