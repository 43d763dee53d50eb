import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { uuidV5 } from './index.js'

const dns = '6ba7b810-9dad-11d1-80b4-00c04fd430c8'

interface GoldenOperation {
  readonly idempotency_key: string
  readonly namespace: string
  readonly id: string
}

const { operation } = (
  JSON.parse(readFileSync(new URL('../../../test/golden/cf14-golden.json', import.meta.url), 'utf8')) as {
    readonly ids: { readonly operation: GoldenOperation }
  }
).ids

describe('a UUID of version 5', () => {
  it('is the one of RFC 9562 A.4', () => {
    expect(uuidV5('www.example.com', dns)).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2')
  })

  it('is the golden one for an operation', () => {
    expect(uuidV5(operation.idempotency_key, operation.namespace)).toBe(operation.id)
  })

  it('takes a namespace in either case', () => {
    expect(uuidV5('x', dns.toUpperCase())).toBe(uuidV5('x', dns))
  })

  it.each(['', 'a', 'Zürich 東京 😀', 'x'.repeat(10_000)])(
    'carries version 5 and variant 10 whatever the name',
    (name) => {
      expect(uuidV5(name, dns)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    },
  )

  it('changes with the name and with the namespace', () => {
    const ids = new Set([uuidV5('a', dns), uuidV5('b', dns), uuidV5('a', operation.namespace)])
    expect(ids.size).toBe(3)
  })
})
