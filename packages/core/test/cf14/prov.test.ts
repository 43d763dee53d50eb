import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { provOf, type ProvDocument } from '@chorale/core/cf14/store'
import { failingResolver } from '@chorale/core/testing'
import { memory } from '@chorale/adapter-memory'
import { walkInto } from './stored.js'

const { result } = await walkInto(memory(), { problem: 'How?', domain: 'Civics' })
const whole = provOf(result, 'r')

const idsIn = (document: ProvDocument): ReadonlySet<string> =>
  new Set([document.entity, document.activity, document.agent].flatMap((section) => Object.keys(section)))

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

describe('a run as PROV', () => {
  it('has an entity for each cell and each of its states, an activity for each operation, and agents', () => {
    expect(Object.keys(whole.entity).length).toBe(1 + 167 + 398)
    expect(Object.keys(whole.activity).length).toBe(1 + 284)
    expect(Object.values(whole.agent).map((agent) => agent['prov:label'])).toEqual(['cf14-valley', 'echo'])
  })

  it('says what the meaning of C[0,0] came from, by which operation, and who answered', () => {
    const own = Object.values(whole.wasGeneratedBy).find((made) => made['prov:entity'] === 'cf14:t/C/0/0#1')
    const activity = textOf(own?.['prov:activity'])
    expect(whole.activity[activity]).toMatchObject({
      'prov:type': { $: 'cf14:semantic_multiplication', type: 'prov:QUALIFIED_NAME' },
      'prov:startTime': '2023-11-14T22:13:20.000Z',
    })
    const used = Object.values(whole.used).filter((use) => use['prov:activity'] === activity)
    expect(used.map((use) => use['prov:entity'])).toEqual(
      [0, 1, 2, 3].flatMap((k) => [`cf14:t/A/0/${k}#0`, `cf14:t/B/${k}/0#0`]),
    )
    const sum = Object.values(whole.wasGeneratedBy).find((made) => made['prov:entity'] === 'cf14:t/C/0/0#2')
    const added = Object.values(whole.used).filter((use) => use['prov:activity'] === sum?.['prov:activity'])
    expect(added.map((use) => use['prov:entity'])).toEqual(['cf14:t/C/0/0#1'])
    const by = Object.values(whole.wasAssociatedWith).find((each) => each['prov:activity'] === activity)
    expect(by?.['prov:agent']).toBe('cf14:agent/echo')
    expect(whole.entity['cf14:t/C/0/0#3']).toMatchObject({ 'cf14:state': 'resolved', 'cf14:sequence': 3 })
  })

  it('names nothing in a relation that it does not describe, and generates nothing twice', () => {
    const known = idsIn(whole)
    const { used, wasGeneratedBy, wasDerivedFrom, wasAssociatedWith, specializationOf, hadMember } = whole
    for (const section of [used, wasGeneratedBy, wasDerivedFrom, wasAssociatedWith, specializationOf, hadMember])
      for (const [id, relation] of Object.entries(section))
        for (const [name, value] of Object.entries(relation))
          if (name !== 'prov:time') expect([id, name, known.has(textOf(value))]).toEqual([id, name, true])
    const made = Object.values(wasGeneratedBy).map((each) => each['prov:entity'])
    expect(new Set(made).size).toBe(made.length)
  })

  it('has a failed operation as an activity that generated nothing', async () => {
    const resolver = failingResolver(({ key }) => key === 'C/0,1/multiply/2')
    const partial = await walkInto(memory(), { through: 'C' }, { resolver })
    const document = provOf(partial.result, 'a run/with "odd" (signs)')
    const failed = Object.entries(document.activity).filter(([, each]) => each['cf14:success'] === 'false')
    expect(failed.length).toBe(1)
    const makers = Object.values(document.wasGeneratedBy).map((each) => each['prov:activity'])
    expect(makers).not.toContain(failed[0]?.[0])
    expect(Object.keys(document.activity)[0]).toBe('cf14:run/a%20run%2Fwith%20%22odd%22%20%28signs%29')
  })
})

/** A Python that has the `prov` library: the one that CHORALE_PYTHON names, or the usual one. */
const python = process.env['CHORALE_PYTHON'] ?? 'python3'
const reader = fileURLToPath(new URL('read-prov.py', import.meta.url))
const isThere = spawnSync(python, ['-c', 'import prov.model']).status === 0
const isOwed = process.env['CI'] === 'true'

describe('the prov library for Python', () => {
  it.skipIf(!isThere && !isOwed)(
    `reads the whole document${isThere ? '' : ` (left out: ${python} has no prov; pip install prov, or name another in CHORALE_PYTHON)`}`,
    () => {
      const read = spawnSync(python, [reader], { input: JSON.stringify(whole), encoding: 'utf8', maxBuffer: 1e8 })
      expect([read.status, read.stderr]).toEqual([0, ''])
      const { counts, schema } = JSON.parse(read.stdout) as {
        readonly counts: { readonly [kind: string]: number }
        readonly schema: string | null
      }
      expect(counts).toEqual({
        ...{ ProvEntity: 1 + 167 + 398, ProvActivity: 1 + 284, ProvAgent: 2 },
        ProvUsage: Object.keys(whole.used).length,
        ...{ ProvGeneration: 1 + 284, ProvAssociation: 1 + 284 },
        ProvDerivation: Object.keys(whole.wasDerivedFrom).length,
        ...{ ProvSpecialization: 398, ProvMembership: 167 },
      })
      expect(['valid', null]).toContain(schema)
    },
  )
})
