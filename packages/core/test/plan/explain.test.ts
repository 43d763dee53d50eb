import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonical, type Json } from '@chorale/core/base'
import { canonicalAxioms, valley } from '@chorale/core/cf14'
import { contentOf } from '@chorale/core/effect'
import type { Generate } from '@chorale/core/ports'
import { differencesOf, explainKey, plan } from '../../src/run/plan/index.js'
import { ledger } from '../laws/ledger.js'
import { sent, settled } from './entries.js'
import { generate } from './programs.js'
import { right, walked } from './runs.js'

const asked: Generate = {
  ...generate('k', 'Unite justice and risk.'),
  question: {
    operation: 'lens',
    terms: [
      { role: 'content', text: 'justice' },
      { role: 'row', text: 'Normative' },
    ],
    matrix: 'C',
    index: [0, 1],
    station: 'Problem Requirements',
    rowLabel: 'Normative',
    columnLabel: 'Guiding',
  },
}

const between = (before: Generate, now: Generate) => differencesOf(contentOf(before), contentOf(now))

describe('where two calls of a model differ', () => {
  it('is told by path and part: input, prompt, model, parameter, contract', () => {
    const now: Generate = {
      ...asked,
      prompt: { ...asked.prompt, user: 'Unite mercy and risk.' },
      contract: { ...asked.contract, fields: [{ name: 'text', kind: 'text', most: 99 }] },
      sampling: { ...asked.sampling, temperature: 0.5, model: 'other' },
      question: {
        ...(asked.question as NonNullable<Generate['question']>),
        terms: [{ role: 'content', text: 'mercy' }],
      },
    }
    expect(between(asked, now)).toEqual([
      { path: 'contract.fields[0].most', part: 'contract', before: '2000', now: '99' },
      { path: 'prompt.user', part: 'prompt', before: 'Unite justice and risk.', now: 'Unite mercy and risk.' },
      { path: 'question.terms[0].text', part: 'input', before: 'justice', now: 'mercy' },
      { path: 'question.terms[1]', part: 'input', before: '{"role":"row","text":"Normative"}', now: null },
      { path: 'sampling.model', part: 'model', before: null, now: 'other' },
      { path: 'sampling.temperature', part: 'parameter', before: '0', now: '0.5' },
    ])
  })

  it('is shown round the first character that differs, however long the texts are', () => {
    const long = (word: string): Generate => ({
      ...asked,
      prompt: { system: '', user: `${'left '.repeat(100)}${word}${' right'.repeat(100)}` },
    })
    const [difference] = between(long('justice'), long('mercy'))
    expect(difference?.before).toMatch(/^….{40}justice right.*…$/u)
    expect(difference?.now).toMatch(/^….{40}mercy right.*…$/u)
    expect(difference?.now?.length).toBe(162)
  })

  it('never shows half of a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('😀', 'a'), minLength: 200 }), fc.nat(199), (text, place) => {
        const cut = Array.from(text)
        cut[place] = 'X'
        for (const { before, now } of differencesOf(canonical([text]), canonical([cut.join('')])))
          for (const shown of [before, now]) expect(encodeURIComponent(shown ?? '')).toBeTypeOf('string')
      }),
    )
  })
})

describe('where two other effects differ', () => {
  it('is content', () => {
    expect(differencesOf('{"_tag":"model/embed","texts":["a"]}', '{"_tag":"model/embed","texts":["b"]}')).toEqual([
      { path: 'texts[0]', part: 'content', before: 'a', now: 'b' },
    ])
  })

  it('is the whole where one of them is not there, or not JSON', () => {
    expect(differencesOf(undefined, undefined)).toEqual([])
    expect(differencesOf('{"a":1}', undefined)).toEqual([{ path: '', part: 'content', before: '{"a":1}', now: null }])
    expect(differencesOf('oh', '{"a":1}')).toEqual([{ path: '', part: 'content', before: 'oh', now: '{"a":1}' }])
  })
})

const json = fc.jsonValue({ maxDepth: 3 }).map((value) => value as Json)

describe('the differences of any two values', () => {
  it('are none of a value with itself, and the same places with the sides exchanged', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        const [x, y] = [canonical(a), canonical(b)]
        expect(differencesOf(x, x)).toEqual([])
        expect(differencesOf(x, y).length > 0).toBe(x !== y)
        const turned = differencesOf(y, x).map(({ before, now, ...rest }) => ({ ...rest, before: now, now: before }))
        expect(turned).toEqual(differencesOf(x, y))
      }),
    )
  })
})

describe('why a call was made', () => {
  const other = { ...asked, prompt: { ...asked.prompt, user: 'Unite mercy and risk.' } }
  const source = { run: 'before', sequence: 7 }

  it('is told by comparing with an earlier run', () => {
    const before = [sent(asked), settled(asked)]
    const verdict = (now: Parameters<typeof explainKey>[1]) => explainKey(before, now, 'k').verdict
    expect(verdict([sent(asked), settled(asked)])).toBe('same')
    expect(verdict([settled(asked, { source })])).toBe('reused')
    expect(verdict([sent(other)])).toBe('recomputed')
    expect(verdict([])).toBe('absent')
    expect(explainKey([], [sent(asked)], 'k').verdict).toBe('new')
    expect(explainKey([], [], 'k')).toEqual({ key: 'k', verdict: 'absent', differences: [], source: null })
  })

  it('comes with what differs, and with where a reused answer was paid for', () => {
    expect(explainKey([sent(asked)], [sent(other), settled(other)], 'k').differences).toEqual([
      { path: 'prompt.user', part: 'prompt', before: 'Unite justice and risk.', now: 'Unite mercy and risk.' },
    ])
    expect(explainKey([sent(asked), settled(asked)], [settled(asked, { source })], 'k')).toEqual({
      ...{ key: 'k', verdict: 'reused', differences: [], source },
    })
  })

  it('says that something differs where no journal holds the words', () => {
    const { verdict, differences } = explainKey([settled(asked)], [sent(other)], 'k')
    expect(verdict).toBe('recomputed')
    expect(differences).toMatchObject([{ path: '', part: 'content' }])
    expect(differences[0]?.before).toMatch(/^sha256 [0-9a-f]{64}$/u)
    expect(explainKey([sent(asked), settled(other)], [sent(asked)], 'k').differences).toMatchObject([{ path: '' }])
  })

  it('agrees with the plan of a changed run: what it recomputes is explained by its inputs, all else is reused', async () => {
    const book = ledger()
    const before = await walked({ through: 'C' }, { book, run: 'before' })
    const { cells, ...labels } = canonicalAxioms.A
    const A = { ...labels, cells: cells.map((row, i) => (i === 0 ? ['Deeds', ...row.slice(1)] : row)) }
    const planned = right(plan(valley, { through: 'C', A }, { known: before.known }))
    const now = await walked({ through: 'C', A }, { book, run: 'now', from: 'before' })
    for (const { key } of before.sent) {
      const { verdict, differences } = explainKey(before.entries, now.entries, key)
      expect(verdict, key).toBe(planned.recomputed?.includes(key) === true ? 'recomputed' : 'reused')
      const parts = new Set(differences.map(({ part }) => part))
      expect(parts, key).toEqual(new Set(verdict === 'reused' ? [] : ['input', 'prompt']))
    }
    expect(explainKey(before.entries, now.entries, 'C/0,0/multiply/0').differences[1]).toMatchObject({
      path: 'question.terms[0].text',
      before: 'Values',
      now: 'Deeds',
    })
    expect(explainKey(before.entries, now.entries, 'write/A')).toMatchObject({ verdict: 'recomputed' })
  })
})
