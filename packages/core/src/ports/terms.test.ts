import { describe, expect, it } from 'vitest'
import { termsOf, type Terms } from './index.js'
import type { GraphEffect } from './graph/index.js'
import type { Ask, Embed, Generate, Wake } from './index.js'
import type { Chat } from './model/index.js'
import type { VectorEffect } from './vector/index.js'

const model: Terms = { isPaid: true, isReusable: true, isWrite: false, whenUnknown: 'retry' }
const write: Terms = { isPaid: false, isReusable: false, isWrite: true, whenUnknown: 'retry' }
const read: Terms = { ...write, isWrite: false }

/** A tag that is missing here, or too many, does not compile. */
const stated: { readonly [T in (Generate | Embed | Chat | GraphEffect | VectorEffect | Wake | Ask)['_tag']]: Terms } = {
  'model/generate': model,
  'model/embed': model,
  'model/chat': { ...model, isTelling: true },
  'graph/upsert': write,
  'graph/delete': write,
  'graph/migrate': write,
  'graph/query': read,
  'graph/relationships': read,
  'vector/collection': write,
  'vector/drop': write,
  'vector/upsert': write,
  'vector/payload': write,
  'vector/delete': write,
  'vector/get': read,
  'vector/search': read,
  'vector/scroll': read,
  'vector/count': read,
  'clock/wake': read,
  'person/ask': read,
}

describe('the terms', () => {
  it.each(Object.entries(stated))('of %s are stated by its port: %j', (tag, terms) => {
    expect(termsOf(tag)).toEqual(terms)
  })

  it.each([
    ['of a host', 'shop/order'],
    ['of a verb that a known port has not got', 'model/draw'],
    ['in another case', 'Model/generate'],
    ['with a space', ' model/generate'],
    ['of no text', ''],
    ['of a prototype', '__proto__'],
    ['of a constructor', 'constructor'],
    ['of what every object inherits', 'toString'],
    ['of another thing every object inherits', 'hasOwnProperty'],
  ])('of a tag %s assume nothing: its intent is journaled, no answer is reused, the unknown is held', (_which, tag) => {
    expect(termsOf(tag)).toEqual({ isPaid: true, isReusable: false, isWrite: false, whenUnknown: 'hold' })
  })

  it('never let an answer be reused that changes a store', () => {
    expect(Object.keys(stated).filter((tag) => !tag.startsWith('model/') && termsOf(tag).isReusable)).toEqual([])
  })
})
