import { describe, expect, it } from 'vitest'
import type { Interpreter } from '@chorale/core/effect'
import type { GraphEffect, NodeWrite } from '@chorale/core/ports/graph'
import type { Payload, Point, VectorEffect } from '@chorale/core/ports/vector'
import { start } from '@chorale/core/run'
import { consistency, linksEffect, storage, type Consistency } from '@chorale/core/chorus/store'
import { context, drop, find, got, idsOf, opened, put, view } from './fixture.js'

type Stores = Interpreter<GraphEffect> & Interpreter<VectorEffect>

const doing = (stores: Stores) => ({
  ask: async (operation: ReturnType<typeof put>) =>
    (await start(storage, { view, operation }, { interpreter: stores }).result()).result,
  look: async (mode: 'look' | 'mend', more: object = {}): Promise<Consistency> =>
    (await start(consistency, { view, mode, page: 2, ...more }, { interpreter: stores }).result()).result,
  lay: (ids: readonly string[], set: Payload, collection = 'messages') =>
    got(stores['vector/payload']({ _tag: 'vector/payload', key: 'p', collection, ids, set }, context)),
  points: (points: readonly Point[], collection = 'messages') =>
    got(stores['vector/upsert']({ _tag: 'vector/upsert', key: 'u', collection, points }, context)),
  nodes: (...nodes: readonly NodeWrite[]) =>
    got(stores['graph/upsert']({ _tag: 'graph/upsert', key: 'n', nodes, relationships: [] }, context)),
})

const thread = (id: string, message_ids: readonly string[], more: NodeWrite['properties'] = {}): NodeWrite => ({
  ...{ label: 'Thread', id },
  properties: { message_ids, co_authors: ['key'], version: 1, updated_at: '2026-01-01T00:00:00.000Z', ...more },
})

const link = (from: string, to: string) =>
  linksEffect('l', [{ from, to, relation: 'cites', strength: 1, createdAt: '2026-01-01T00:00:00.000Z' }])

const kinds = ({ found }: Consistency) => found.map(({ kind, id, at }) => [kind, id, ...(at === undefined ? [] : [at])])

const keys = ({ plan }: Consistency) => plan.map(({ _tag, key }) => [_tag, key])

describe('Consistency on stores', () => {
  it('finds nothing where all is well: deleted messages, quarantine and tombstones included', async () => {
    const stores = await opened()
    const { ask, look, nodes, lay } = doing(stores)
    for (const id of ['a', 'b', 'c', 'd', 'e']) await ask(put(id, [1, 0]))
    await nodes(thread('t', ['a', 'b', 'c', 'd', 'e']))
    await ask(drop('c'))
    await lay(['d'], { deleted: 'quarantine', content_hash: 'wrong' })
    expect(await look('look')).toEqual({ found: [], plan: [], anew: [], mended: 0, faults: [] })
  })

  it('plans what mends each thing, changes nothing to look, and mends all of it', async () => {
    const stores = await opened()
    const { ask, look, nodes, lay, points } = doing(stores)
    const all = ['a', 'b', 'c', 'd', 'lost']
    for (const [i, id] of all.entries())
      await ask(
        put(id, [1, i], {
          createdAt: `2026-01-0${i + 1}T00:00:00.000Z`,
          ...(id === 'lost' ? { threadId: 'gone' } : {}),
        }),
      )
    await nodes(thread('t', ['a', 'nobody', 'd']))
    await lay(['a'], { content_hash: 'wrong' })
    await lay(['d'], { content_hash: 'wrong', author_signature: 'signed' })
    await points([{ id: 'zero', vector: [0, 0], payload: {} }])
    await got(stores['graph/upsert'](link('a', 'b'), context))
    await got(stores['graph/upsert'](link('a', 'zz'), context))
    await got(
      stores['vector/collection'](
        { _tag: 'vector/collection', key: 'c', collection: 'chat_threads', dimension: 2, metric: 'dot' },
        context,
      ),
    )
    await points([{ id: 't', vector: [1, 0], payload: { co_authors: ['key', 'other'] } }], 'chat_threads')

    const seen = await look('look', { threads: 'chat_threads' })
    const dangling = link('a', 'zz').nodes[0]?.id
    expect(seen.found.map(({ collection }) => collection)).toEqual([
      'chat_threads',
      ...Array<string>(8).fill('messages'),
    ])
    expect(kinds(seen)).toEqual([
      ['co_author_mismatch', 't'],
      ['dangling_link', dangling],
      ['dangling_message_ref', 't', 'nobody'],
      ['dangling_thread_ref', 'lost'],
      ...[
        ['hash_mismatch', 'a'],
        ['hash_mismatch', 'd'],
      ],
      ...[
        ['unlisted_message', 'b'],
        ['unlisted_message', 'c'],
      ],
      ['zero_vector', 'zero'],
    ])
    expect([seen.mended, seen.anew, seen.plan.length]).toEqual([0, ['zero'], 7])
    // Another run plans the same under its own name.
    const again = await look('look', { threads: 'chat_threads' })
    expect([again.found, keys(again)]).toEqual([seen.found, keys(seen)])

    const mended = await look('mend', { threads: 'chat_threads' })
    expect(mended).toEqual({ ...seen, plan: mended.plan, mended: 7 })
    expect(kinds(await look('look', { threads: 'chat_threads' }))).toEqual([])
    expect(idsOf(await ask(find([1, 0])))).toEqual(['a', 'b', 'c'])
    const { nodes: threads } = await got(
      stores['graph/query']({ _tag: 'graph/query', key: 'q', match: { label: 'Thread' } }, context),
    )
    expect(threads[0]?.properties).toMatchObject({ message_ids: ['a', 'b', 'c', 'd'], version: 2 })
  })

  it('does not overwrite a thread that has moved on while it looked', async () => {
    const stores = await opened()
    const { ask, nodes } = doing(stores)
    await ask(put('a', [1, 0]))
    await nodes(thread('t', []))
    // Another writer makes version 2 when the links are read, after the threads were.
    const moving: Stores = {
      ...stores,
      'graph/query': (effect, at) => async () => {
        const change = { label: 'Change', id: 'Thread:t:2', properties: { digest: 'of another' } }
        if (effect.match.label === 'SemanticLink') await nodes(thread('t', ['new'], { version: 2 }), change)
        return stores['graph/query'](effect, at)()
      },
    }
    const { faults, mended } = await doing(moving).look('mend')
    expect([faults.map(({ _tag }) => _tag), mended]).toEqual([['Conflict'], 0])
    const { nodes: threads } = await got(
      stores['graph/query']({ _tag: 'graph/query', key: 'q', match: { label: 'Thread' } }, context),
    )
    expect(threads[0]?.properties['message_ids']).toEqual(['new'])
  })

  it('says what kept it from reading', async () => {
    const stores = await opened()
    const missing = { ...view, collection: 'nowhere' }
    const ending = await start(consistency, { view: missing, mode: 'mend' }, { interpreter: stores }).result()
    expect([ending.status, ending.result.faults.map(({ _tag }) => _tag)]).toEqual(['partial', ['NotFound']])
  })
})
