import { describe, expect, it, vi } from 'vitest'
import * as E from 'fp-ts/lib/Either.js'
import { memory, memoryCapabilities } from '@chorale/adapter-memory'
import { cases, conform, conformance, type Case, type Opened, type Subject } from '../../src/testing/index.js'

const noted = { opened: 0, closed: 0 }

/** A store that is the same whenever it is opened: durable, as far as a case can see. */
const durable = (handlers: Opened['handlers'] = memory(), more: Partial<Subject> = {}): Subject => ({
  name: 'lasting',
  ports: ['graph', 'vector', 'journal'],
  capabilities: { ...memoryCapabilities, durable: true },
  open: () => {
    noted.opened += 1
    return Promise.resolve({ handlers, close: () => Promise.resolve(void (noted.closed += 1)) })
  },
  ...more,
})

const caseOf = (check: Case['check'], needs: NonNullable<Case['needs']> = []): Case => ({
  ...{ name: 'a case', port: 'graph', needs, check },
})

const context = { run: 'r', attempt: 1, signal: new AbortController().signal }

describe('the cases', () => {
  it('are at least 150, on three ports, each a sentence of its own', () => {
    expect(cases.length).toBeGreaterThanOrEqual(150)
    expect(new Set(cases.map(({ port }) => port)).size).toBe(3)
    expect(new Set(cases.map(({ port, name }) => `${port} ${name}`)).size).toBe(cases.length)
    for (const { name } of cases) expect(name.split(' ').length).toBeGreaterThan(2)
  })

  it('all pass on a store that does everything, twice at the same time, and leave nothing behind', async () => {
    const store = memory()
    const results = (await Promise.all([conform(cases, durable(store)), conform(cases, durable(store))])).flat()
    expect(results.filter(({ _tag }) => _tag !== 'passed')).toEqual([])
    expect(results).toHaveLength(2 * cases.length)
    const nodes = await store['graph/query']({ _tag: 'graph/query', key: 'q', match: {} }, context)()
    const runs = await store['journal/list']({ _tag: 'journal/list', key: 'l', where: {}, limit: 1 }, context)()
    expect([nodes, runs]).toEqual([E.right({ nodes: [], count: 0 }), E.right({ runs: [], after: null })])
  })

  it('that need a durable store catch one that forgets', async () => {
    const needy = cases.filter(({ needs = [] }) => needs.includes('durable'))
    const open: Subject['open'] = () => Promise.resolve({ handlers: memory(), close: () => Promise.resolve() })
    const results = await conform(needy, durable({}, { open }))
    expect(results.map(({ _tag }) => _tag)).toEqual(needy.map(() => 'failed'))
  })

  it('that need a capability are skipped where it is missing or not mentioned, and say so', async () => {
    const named = [caseOf(() => Promise.resolve(undefined), ['durable', 'exact'])]
    const [silent] = await conform(named, durable({}, { capabilities: { durable: true } }))
    const [denying] = await conform(named, durable({}, { capabilities: { durable: false, exact: false } }))
    expect(silent).toMatchObject({ _tag: 'skipped', because: 'lasting is not exact' })
    expect(denying).toMatchObject({ _tag: 'skipped', because: 'lasting is not durable, nor exact' })
  })

  it('of a port that is not answered are skipped, and say so', async () => {
    const [result] = await conform([caseOf(() => Promise.resolve(undefined))], durable({}, { ports: ['vector'] }))
    expect(result).toMatchObject({ _tag: 'skipped', because: 'lasting does not answer the graph port' })
  })
})

describe('a case', () => {
  it('fails with what was found', async () => {
    const [result] = await conform([caseOf(() => Promise.resolve('the moon is missing'))], durable())
    expect(result).toMatchObject({ _tag: 'failed', found: 'the moon is missing' })
  })

  it('that throws fails, and so does a store that cannot be opened or closed', async () => {
    const boom = () => Promise.reject(new Error('boom'))
    const fine = caseOf(() => Promise.resolve(undefined))
    const results = [
      ...(await conform([caseOf(boom)], durable())),
      ...(await conform([fine], durable({}, { open: boom }))),
      ...(await conform([fine], durable({}, { open: () => Promise.resolve({ handlers: {}, close: boom }) }))),
    ]
    for (const result of results) expect(result).toMatchObject({ _tag: 'failed', found: 'it threw: Error: boom' })
    expect(results).toHaveLength(3)
  })

  it('that finds no end fails, and the next one is begun', async () => {
    vi.useFakeTimers()
    try {
      const endless = caseOf(() => new Promise(() => undefined))
      const running = conform([endless, caseOf(() => Promise.resolve(undefined))], durable())
      await vi.advanceTimersByTimeAsync(60_000)
      expect(await running).toMatchObject([{ _tag: 'failed', found: 'no end after 60 s' }, { _tag: 'passed' }])
    } finally {
      vi.useRealTimers()
    }
  })

  it('fails where a handler is missing', async () => {
    const first = cases.filter(({ port }) => port === 'vector').slice(0, 1)
    const [result] = await conform(first, durable({}))
    expect(result).toMatchObject({ _tag: 'failed', found: expect.stringContaining('there is no handler') as string })
  })

  it('fails where a handler writes into the effect', async () => {
    const store = memory()
    const spoiling: Opened['handlers'] = {
      ...store,
      'graph/upsert': (effect, about) => {
        Object.assign(effect.nodes[0]?.properties ?? {}, { written: true })
        return store['graph/upsert'](effect, about)
      },
    }
    const results = await conform(cases.slice(0, 1), durable(spoiling))
    expect(results).toMatchObject([{ _tag: 'failed', found: expect.stringContaining('it threw: TypeError') as string }])
  })

  it('fails where what is read is no plain data', async () => {
    const store = memory()
    const classy: Opened['handlers'] = {
      ...store,
      'graph/query': (effect, about) => async () =>
        E.map((found: object) => Object.assign(new Map(), found) as never)(await store['graph/query'](effect, about)()),
    }
    const results = await conform(cases.slice(0, 1), durable(classy))
    expect(results).toMatchObject([{ found: expect.stringContaining('is no plain data') as string }])
  })

  it('opens the store, closes it again, and has a prefix that no other has', async () => {
    const before = { ...noted }
    const prefixes: string[] = []
    const one = caseOf(async ({ prefix, reopen }) => {
      prefixes.push(prefix)
      await reopen()
      return undefined
    })
    await conform([one, one, one], durable())
    expect([noted.opened - before.opened, noted.closed - before.closed]).toEqual([6, 6])
    expect(new Set(prefixes).size).toBe(3)
    for (const prefix of prefixes) expect(prefix).toMatch(/^[a-z][a-z0-9]{7,15}$/u)
  })
})

describe('in a test framework', () => {
  /** A framework that only writes down what it is told. */
  const declared = (subject: Subject) => {
    const tests: { readonly group: string; readonly name: string; readonly body: () => Promise<void> }[] = []
    const skipped: string[] = []
    const groups: string[] = []
    const it = Object.assign(
      (name: string, body: () => Promise<void>) => void tests.push({ group: groups.at(-1) ?? '', name, body }),
      { skip: (name: string) => void skipped.push(name) },
    )
    const describe = (name: string, body: () => void) => {
      groups.push(name)
      body()
    }
    conformance(subject, { describe, it })
    return { tests, skipped, groups }
  }

  it('each case is a test of its port, and what does not apply is skipped with the reason in its name', () => {
    const { tests, skipped, groups } = declared(
      durable(memory(), { capabilities: memoryCapabilities, ports: ['graph'] }),
    )
    expect(groups).toEqual(['lasting, as any store of the graph port'])
    expect(tests.length + skipped.length).toBe(cases.filter(({ port }) => port === 'graph').length)
    expect(skipped).toContain('what was written outlives the store being closed (lasting is not durable)')
  })

  it('a test passes where the case does, and rejects with what was found where it does not', async () => {
    const good = declared(durable()).tests[0]
    const bad = declared(durable({})).tests[0]
    await expect(good?.body()).resolves.toBeUndefined()
    await expect(bad?.body()).rejects.toThrow('there is no handler')
  })
})
