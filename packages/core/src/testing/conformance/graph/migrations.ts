import type { SchemaStep, Shape } from '../../../ports/graph/index.js'
import type { Case } from '../case.js'
import { graphCase, migration, upsert, type GraphTalk } from './talk.js'

const step = (version: number, more: Partial<SchemaStep> = {}): SchemaStep => ({
  version,
  about: `step ${version}`,
  ...more,
})

const shape = (g: GraphTalk, ...properties: readonly string[]): Shape => ({ label: g.named(), properties })

/** A schema by which nodes of the case's label agree in no such properties. */
const unique = async (g: GraphTalk, ...properties: readonly string[]): Promise<void> => {
  await g.migrate(g.named('schema'), [step(1, { unique: [shape(g, ...properties)] })])
}

const conflict = { tag: 'Conflict' } as const

const versions: readonly Case[] = [
  graphCase('a schema goes from nothing to its newest step, and stays there', async (g) => {
    const steps = [step(1, { indexes: [shape(g, 'n')] }), step(2), step(3, { indexes: [shape(g, 't', 'n')] })]
    g.same('the first time', await g.migrate(g.named('schema'), steps), { from: 0, to: 3 })
    g.same('the second time', await g.migrate(g.named('schema'), steps), { from: 3, to: 3 })
  }),

  graphCase('a schema of no steps is at 0', async (g) => {
    g.same('what was done', await g.migrate(g.named('schema'), []), { from: 0, to: 0 })
  }),

  graphCase('steps that are added later are taken alone', async (g) => {
    const steps = [step(1, { indexes: [shape(g, 'n')] }), step(2), step(3)]
    const schema = g.named('schema')
    g.same('one', await g.migrate(schema, steps.slice(0, 1)), { from: 0, to: 1 })
    g.same('all', await g.migrate(schema, steps), { from: 1, to: 3 })
  }),

  graphCase('schemas of two names are apart', async (g) => {
    g.same('the one', await g.migrate(g.named('one'), [step(1), step(2)]), { from: 0, to: 2 })
    g.same('the other', await g.migrate(g.named('other'), [step(1)]), { from: 0, to: 1 })
    g.same('the one again', await g.migrate(g.named('one'), [step(1), step(2)]), { from: 2, to: 2 })
  }),

  graphCase('a schema that the store has in a newer version is refused, and stays', async (g) => {
    const schema = g.named('schema')
    await g.migrate(schema, [step(1), step(2)])
    await g.fails(migration(schema, [step(1)]), { tag: 'Rejected' })
    await g.fails(migration(schema, []), { tag: 'Rejected' })
    g.same('what is known', await g.migrate(schema, [step(1), step(2)]), { from: 2, to: 2 })
  }),

  graphCase('a schema brought up by several at the same time is brought up once', async (g) => {
    const steps = [step(1, { indexes: [shape(g, 'n')] }), step(2, { indexes: [shape(g, 't')] })]
    const all = await Promise.all([1, 2, 3].map(() => g.migrate(g.named('schema'), steps)))
    g.same(
      'where it stands',
      all.map(({ to }) => to),
      [2, 2, 2],
    )
    g.same('where it stands then', await g.migrate(g.named('schema'), steps), { from: 2, to: 2 })
  }),

  graphCase('an index changes nothing but time', async (g) => {
    await g.write([g.node('a', { n: 1 }), g.node('b', { n: 2 }), g.node('c')])
    await g.migrate(g.named('schema'), [step(1, { indexes: [shape(g, 'n')] })])
    await g.write([g.node('d', { n: 1 }), g.node('e', { n: '1' }), g.node('f', { n: [1] })])
    const by = (value: number | null) =>
      ({ match: { label: g.named(), where: [{ _tag: 'eq', name: 'n', value }] } }) as const
    g.same('by a number', await g.ids(by(1)), ['a', 'd'])
    g.same('by null', await g.ids(by(null)), ['c'])
  }),

  graphCase(
    'a schema is still known when the store is opened again',
    async (g) => {
      await g.migrate(g.named('schema'), [step(1), step(2)])
      await g.trial.reopen()
      g.same('what is known', await g.migrate(g.named('schema'), [step(1), step(2)]), { from: 2, to: 2 })
    },
    ['durable'],
  ),
]

const uniqueness: readonly Case[] = [
  graphCase(
    'what is unique is a conflict the second time, and nothing of the write is done',
    async (g) => {
      await unique(g, 'code')
      await g.write([g.node('a', { code: 'x' }), g.node('b', { code: 'y' })])
      await g.fails(upsert([g.node('new'), g.node('c', { code: 'x' }), g.node('a', { more: 1 })]), conflict)
      await g.fails(upsert([g.node('b', { code: 'x' })]), conflict)
      g.same('the ids', await g.ids(), ['a', 'b'])
      g.same('the properties', [await g.read('a'), await g.read('b')], [{ code: 'x' }, { code: 'y' }])
    },
    ['unique'],
  ),

  graphCase(
    'what is unique is a conflict between two nodes of one write',
    async (g) => {
      await unique(g, 'code')
      await g.fails(upsert([g.node('a', { code: 'x' }), g.node('b', { code: 'x' })]), conflict)
      g.same('the ids', await g.ids(), [])
    },
    ['unique'],
  ),

  graphCase(
    'a node may be written again with what is unique to it',
    async (g) => {
      await unique(g, 'code')
      await g.write([g.node('a', { code: 'x' })])
      await g.write([g.node('a', { code: 'x', n: 1 }), g.node('b', { code: 'y' })])
      g.same('the properties', await g.read('a'), { code: 'x', n: 1 })
    },
    ['unique'],
  ),

  graphCase(
    'what is absent is never the same, nor are values of two kinds or in another case',
    async (g) => {
      await unique(g, 'code')
      const values = [null, null, '1', 1, true, 'true', 'x', 'X']
      const taken = await g.write(values.map((code, n) => g.node(`n${n}`, { code })))
      g.same('what was taken', taken.nodes, values.length)
    },
    ['unique'],
  ),

  graphCase(
    'several properties are unique together',
    async (g) => {
      await unique(g, 'first', 'second')
      await g.write([
        g.node('a', { first: 1, second: 1 }),
        g.node('b', { first: 1, second: 2 }),
        g.node('c', { first: 1 }),
      ])
      await g.write([g.node('d', { first: 2, second: 1 }), g.node('e', { first: 1 })])
      await g.fails(upsert([g.node('f', { first: 1, second: 2 })]), conflict)
      await g.fails(upsert([g.node('c', { second: 1 })]), conflict)
      g.same('the ids', await g.ids(), ['a', 'b', 'c', 'd', 'e'])
    },
    ['unique'],
  ),

  graphCase(
    'what is unique under one label is free under another',
    async (g) => {
      await unique(g, 'code')
      const taken = await g.write([
        g.node('a', { code: 'x' }),
        g.node('b', { code: 'x' }, 'Other'),
        g.node('c', { code: 'x' }, 'Other'),
      ])
      g.same('what was taken', taken.nodes, 3)
    },
    ['unique'],
  ),

  graphCase(
    'a value is free again when its node is deleted or has another one',
    async (g) => {
      await unique(g, 'code')
      await g.write(['x', 'y', 'z'].map((code) => g.node(code, { code })))
      await g.remove({ nodes: [g.node('x')] })
      await g.write([g.node('y', { code: 'yy' }), g.node('z', { code: null })])
      const taken = await g.write(['x', 'y', 'z'].map((code) => g.node(`new_${code}`, { code })))
      g.same('what was taken', taken.nodes, 3)
    },
    ['unique'],
  ),

  graphCase(
    'what is there already is a conflict for a uniqueness that it breaks, and the schema stays',
    async (g) => {
      await g.write([g.node('a', { code: 'x' }), g.node('b', { code: 'x' })])
      const [first, second] = [step(1), step(2, { unique: [shape(g, 'code')] })]
      await g.migrate(g.named('schema'), [first])
      await g.fails(migration(g.named('schema'), [first, second]), conflict)
      await g.write([g.node('c', { code: 'x' })])
      g.same('what is known', await g.migrate(g.named('schema'), [first]), { from: 1, to: 1 })
      await g.remove({ nodes: [g.node('b'), g.node('c')] })
      g.same('when it is mended', await g.migrate(g.named('schema'), [first, second]), { from: 1, to: 2 })
      await g.fails(upsert([g.node('d', { code: 'x' })]), conflict)
    },
    ['unique'],
  ),

  graphCase(
    'a uniqueness that a later step drops no longer holds',
    async (g) => {
      const [first, second] = [step(1, { unique: [shape(g, 'code')] }), step(2, { drop: [shape(g, 'code')] })]
      await g.migrate(g.named('schema'), [first])
      await g.write([g.node('a', { code: 'x' })])
      await g.migrate(g.named('schema'), [first, second])
      g.same('what was taken', await g.write([g.node('b', { code: 'x' })]), { nodes: 1, relationships: 0 })
    },
    ['unique'],
  ),

  graphCase(
    'a uniqueness that was dropped among the steps is never asked of what is there',
    async (g) => {
      await g.write([g.node('a', { code: 'x' }), g.node('b', { code: 'x' })])
      const steps = [step(1, { unique: [shape(g, 'code')] }), step(2, { drop: [shape(g, 'code')] })]
      g.same('what was done', await g.migrate(g.named('schema'), steps), { from: 0, to: 2 })
    },
    ['unique'],
  ),

  graphCase(
    'a shape may be unique, dropped and unique again, and be an index besides',
    async (g) => {
      const [once, gone] = [{ unique: [shape(g, 'code')] }, { drop: [shape(g, 'code')] }]
      const steps = [step(1, { indexes: [shape(g, 'code')] }), step(2, once), step(3, gone), step(4, once)]
      for (const to of [1, 2, 3, 4])
        g.same('what was done', await g.migrate(g.named('schema'), steps.slice(0, to)), { from: to - 1, to })
      await g.write([g.node('a', { code: 'x' })])
      await g.fails(upsert([g.node('b', { code: 'x' })]), conflict)
      g.same(
        'by the value',
        (await g.query()).nodes.map(({ id }) => id),
        ['a'],
      )
    },
    ['unique'],
  ),

  graphCase(
    'of those who write one value at the same time, one is let through',
    async (g) => {
      await unique(g, 'code')
      const tries = ['a', 'b', 'c', 'd'].map((id) => g.trial.ask(upsert([g.node(id, { code: 'x' })]))())
      const answers = await Promise.all(tries)
      g.same('how many were let through', answers.filter(({ _tag }) => _tag === 'Right').length, 1)
      g.same('how many there are', (await g.query()).count, 1)
      await g.remove({ nodes: ['a', 'b', 'c', 'd'].map((id) => g.node(id)) })
    },
    ['unique'],
  ),

  graphCase(
    'what is unique is still unique when the store is opened again',
    async (g) => {
      await unique(g, 'code')
      await g.write([g.node('a', { code: 'x' })])
      await g.trial.reopen()
      await g.fails(upsert([g.node('b', { code: 'x' })]), conflict)
    },
    ['durable', 'unique'],
  ),
]

/** How schemas are brought up, and what they hold. */
export const migrations: readonly Case[] = [...versions, ...uniqueness]
