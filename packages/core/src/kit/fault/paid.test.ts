import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addPaid, findingsOf, nothingPaid, paidCodec, type Paid } from './index.js'

const call: Paid = { usage: { input: 1200, cached: 10, output: 350, reasoning: 40 }, costMicroUsd: 8850, attempts: 1 }
const repair: Paid = { usage: { input: 1, cached: 2, output: 3, reasoning: 4 }, costMicroUsd: 5, attempts: 2 }
const priceless: Paid = { ...repair, costMicroUsd: null }

const count = fc.nat(2 ** 40)
const usage = fc.record({ input: count, cached: count, output: count, reasoning: count })
const paid = fc.record({ usage, costMicroUsd: fc.option(count), attempts: count })

describe('what was paid together', () => {
  it('is the sum of each bucket, of the money and of the calls', () => {
    expect(addPaid(call, repair)).toEqual({
      usage: { input: 1201, cached: 12, output: 353, reasoning: 44 },
      costMicroUsd: 8855,
      attempts: 3,
    })
  })

  it('has no price where one of the two has none; the rest is still counted', () => {
    const together = { usage: { input: 1201, cached: 12, output: 353, reasoning: 44 }, costMicroUsd: null, attempts: 3 }
    expect(addPaid(call, priceless)).toEqual(together)
    expect(addPaid(priceless, call)).toEqual(together)
    expect(addPaid(priceless, nothingPaid).costMicroUsd).toBeNull()
  })

  it('has a price of 0 where both cost nothing, which is not the same as no price', () => {
    expect(addPaid(nothingPaid, nothingPaid)).toEqual(nothingPaid)
    expect(nothingPaid.costMicroUsd).toBe(0)
  })

  it('does not depend on the order, nor on how three are put together; nothing changes nothing', () => {
    fc.assert(
      fc.property(paid, paid, paid, (a, b, c) => {
        expect(addPaid(a, b)).toEqual(addPaid(b, a))
        expect(addPaid(addPaid(a, b), c)).toEqual(addPaid(a, addPaid(b, c)))
        expect(addPaid(a, nothingPaid)).toEqual(a)
      }),
    )
  })

  it('changes neither of the two', () => {
    const frozen = Object.freeze({ ...call, usage: Object.freeze({ ...call.usage }) })
    addPaid(frozen, frozen)
    expect(frozen).toEqual(call)
  })
})

describe('a payment from outside', () => {
  const findings = (input: unknown) => {
    const decoded = paidCodec.decode(input)
    return E.isLeft(decoded) ? findingsOf(decoded.left).map(({ path }) => path) : []
  }

  it('comes back from JSON as it was', () => {
    fc.assert(
      fc.property(paid, (given) => {
        expect(paidCodec.decode(JSON.parse(JSON.stringify(paidCodec.encode(given))))).toEqual(E.right(given))
      }),
    )
  })

  it.each<readonly [string, unknown]>([
    ['usage', { ...call, usage: undefined }],
    ['usage', { ...call, usage: 1200 }],
    ['usage.input', { ...call, usage: { ...call.usage, input: '1200' } }],
    ['usage.reasoning', { ...call, usage: { input: 1, cached: 2, output: 3 } }],
    ['costMicroUsd', { usage: call.usage, attempts: 1 }],
    ['costMicroUsd', { ...call, costMicroUsd: '8850' }],
    ['attempts', { ...call, attempts: null }],
    ['', null],
  ])('is refused by %j', (path, wrong) => {
    expect(findings(wrong)).toContain(path)
  })
})
