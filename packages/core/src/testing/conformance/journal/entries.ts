import { canonical } from '../../../kit/base/index.js'
import { firstBreak, genesis } from '../../../ports/journal/index.js'
import type { Case } from '../case.js'
import { chained, drafts, paid, program, type Draft } from './chained.js'
import { effectsOn, journalCase } from './talk.js'

const labels = { Z: '1', cell: 'x', tenant: 't' }
const digest = '16173ed057b07c322fac2e1b4589d83cda6810f3dc149018940f8142a9d23a5f'
const about = { key: 'C/0,1/multiply/2', tag: 'model/generate', digest, labels }

const kinds: readonly (readonly [kind: NonNullable<Draft['kind']>, draft: Draft])[] = [
  ['started', { payload: '{"topic":"tides"}' }],
  ['sent', { payload: canonical({ _tag: 'test/ask', about: 'tides' }), about, amount: paid }],
  ['settled', { payload: '{"_tag":"Right","right":"Zürich 😀"}', about, amount: paid }],
  ['arrived', { payload: '{"part":1}', about }],
  ['told', { payload: '"go on"' }],
  ['withdrawn', { payload: 'null', about }],
  ['resumed', { payload: '"sitting/2"' }],
  ['cancelled', { payload: 'null' }],
]

const members: readonly (readonly [what: string, draft: Draft])[] = [
  ['an amount without a price', { kind: 'settled', about, amount: { ...paid, costMicroUsd: null } }],
  [
    'an amount of nothing',
    {
      kind: 'settled',
      about,
      amount: { usage: { input: 0, cached: 0, output: 0, reasoning: 0 }, costMicroUsd: 0, attempts: 0 },
    },
  ],
  ['large amounts', { kind: 'settled', about, amount: { ...paid, costMicroUsd: Number.MAX_SAFE_INTEGER } }],
  ['a source', { kind: 'settled', about, amount: paid, source: { run: 'older/1', sequence: 17 } }],
  ['a mark without labels', { kind: 'sent', about: { ...about, labels: {} } }],
  ['a mark of empty texts', { kind: 'arrived', about: { key: '', tag: '', digest: '', labels: { '': '' } } }],
  ['a time before 1970', { at: -1 }],
  ['the time 0', { at: 0 }],
]

/** Whatever stands in a text comes back: payloads are JSON, in which half of a surrogate pair may stand. */
const texts: readonly (readonly [what: string, text: string])[] = [
  ['nothing', ''],
  ['a text beyond U+FFFF', '"😀 \u{10ffff}"'],
  ['a NUL', '"a\u0000b"'],
  ['halves of surrogate pairs', '"\ud83d and \ude00"'],
  ['line ends and U+2028', '{"a":\r\n"\u2028"}'],
  ['spaces around it', '  {"a": 1}  '],
  ['quotes and backslashes', '"\\"\'\\\\"'],
  ['numbers that no double holds', '{"n":123456789012345678901234567890.10}'],
  ['a control character in front', '\u0001"x"'],
]

/** What entries hold, and how they are read. */
export const entries: readonly Case[] = [
  ...kinds.map(([kind, draft]) =>
    journalCase(`an entry of the kind ${kind} is read back as it was written`, async (j) => {
      const written = await j.started([{ ...draft, kind }])
      j.same('the entries', await j.read(), { entries: written, next: 1 })
    }),
  ),

  journalCase('entries of all kinds make one chain', async (j) => {
    const written = await j.started(kinds.map(([kind, draft]) => ({ ...draft, kind })))
    j.same('the entries', await j.read(), { entries: written, next: kinds.length })
  }),

  ...members.map(([what, draft]) =>
    journalCase(`an entry keeps ${what}`, async (j) => {
      const written = await j.started([draft])
      j.same('the entries', await j.read(), { entries: written, next: 1 })
    }),
  ),

  ...texts.map(([what, text]) =>
    journalCase(`payloads, keys and labels keep ${what}`, async (j) => {
      const mark = { key: text, tag: text, digest, labels: { [text]: text } }
      const written = await j.started([
        { kind: 'told', payload: text },
        { kind: 'settled', payload: text, about: mark, source: { run: text, sequence: 1 } },
      ])
      j.same('the entries', await j.read(), { entries: written, next: 2 })
    }),
  ),

  journalCase('a payload of 1 MB comes back', async (j) => {
    const payload = JSON.stringify({ text: 'wörd 😀 '.repeat(100_000) })
    await j.started([{ payload }])
    const { entries: read } = await j.read()
    j.same('whether it is the same', read[0]?.payload === payload, true)
  }),

  journalCase('equal payloads are read back wherever they stand', async (j) => {
    const [same, sent] = ['{"same":true}', canonical({ _tag: 'test/ask', same: true })]
    const written = await j.started([
      { payload: same },
      { kind: 'settled', payload: same },
      { kind: 'sent', payload: sent },
      { kind: 'sent', payload: sent },
      { kind: 'arrived', payload: sent },
      { payload: sent },
      { payload: same },
    ])
    j.same('the entries', await j.read(), { entries: written, next: 7 })
    const more = chained(j.run(), [{ payload: same }, { kind: 'sent', payload: sent }], written)
    await j.append(7, more)
    j.same('the later entries', await j.read({ from: 7 }), { entries: more, next: 9 })
  }),

  journalCase('a reader who wants inputs alone gets no payloads of what was sent, and those of all else', async (j) => {
    const written = await j.started(kinds.map(([kind, draft]) => ({ ...draft, kind })))
    const without = written.map((each) => (each.kind === 'sent' ? { ...each, payload: null } : each))
    j.same('the inputs', await j.read({ payloads: 'inputs' }), { entries: without, next: written.length })
    const one = await j.read({ payloads: 'inputs', from: 1, limit: 1 })
    j.same('the one that was sent', one, { entries: without.slice(1, 2), next: 2 })
  }),

  journalCase('pages begin where they are asked to and say where to go on', async (j) => {
    const written = await j.started(drafts(5))
    const page = (from: number, to: number, next = to) => ({ entries: written.slice(from, to), next })
    j.same('the first', await j.read({ limit: 2 }), page(0, 2))
    j.same('the second', await j.read({ from: 2, limit: 2 }), page(2, 4))
    j.same('the last', await j.read({ from: 4, limit: 2 }), page(4, 5))
    j.same('the one behind the last', await j.read({ from: 5, limit: 2 }), page(5, 5))
    j.same('one far behind', await j.read({ from: 70, limit: 2 }), page(5, 5, 70))
    j.same('one of nothing', await j.read({ from: 1, limit: 0 }), page(1, 1))
    j.same('one without end', await j.read({ from: 1, limit: Number.MAX_SAFE_INTEGER }), page(1, 5))
  }),

  ...(['all', 'inputs'] as const).map((payloads) =>
    journalCase(`the chain verifies over pages of any size, with the payloads of ${payloads}`, async (j) => {
      await j.started(drafts(50))
      const { record } = await j.load()
      for (const limit of [1, 7, 50, 1000]) {
        let after = { next: 0, hash: genesis(j.run(), program) }
        for (let pages = 0; after.next < 50 && pages < 60; pages += 1) {
          const page = await j.read({ from: after.next, limit, payloads })
          j.same(`a break in pages of ${limit}`, firstBreak(page.entries, after), undefined)
          after = { next: page.next, hash: page.entries.at(-1)?.hash ?? 'none' }
        }
        j.same('the end of the chain', after, { next: record.next, hash: record.hash })
      }
    }),
  ),

  ...[-1, 0.5, NaN, Infinity].map((odd) =>
    journalCase(`a reading from ${odd} is refused, and so is one of ${odd} entries`, async (j) => {
      const written = await j.started(drafts(2))
      const { read } = effectsOn(j.run())
      await j.fails(read({ from: odd }), { tag: 'Rejected' })
      await j.fails(read({ limit: odd }), { tag: 'Rejected' })
      j.same('the entries', await j.read(), { entries: written, next: 2 })
    }),
  ),

  journalCase('what was read can be written into without changing the store', async (j) => {
    const written = await j.started([{ kind: 'settled', about, amount: paid, payload: '1' }])
    const [entry] = (await j.read()).entries
    Reflect.set(entry ?? {}, 'payload', '2')
    Reflect.set(entry?.about?.labels ?? {}, 'cell', 'y')
    Reflect.set(entry?.amount?.usage ?? {}, 'input', 0)
    Reflect.set((await j.load()).record, 'status', 'failed')
    j.same('the entries', await j.read(), { entries: written, next: 1 })
    j.same('the status', (await j.load()).record.status, 'running')
  }),
]
