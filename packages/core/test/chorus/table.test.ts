import * as E from 'fp-ts/lib/Either.js'
import { declined, defect, type EffectError } from '@chorale/core/fault'
import { describe, expect, it } from 'vitest'
import { transformState, type ChorusEffect, type ChorusInput, type ChorusState } from '@chorale/core/chorus'
import type { LoopStatus } from '../../src/domain/chorus/model.js'
import { table, rowOf, type Row } from '../../src/domain/chorus/table.js'
import type { Happening } from '../../src/domain/chorus/happening.js'
import { asks, away, chatted, how, play, started, well, written } from './driving.js'

type Kind = Happening['_tag']

const said = { doing: 'test', because: 'it was so decided', next: 'Go on.' }
const none = (error: EffectError) => E.left(error)

/** A loop of two passes visits every place; the first state at each place and for each kind of effect that is out there. */
const places = (): readonly ChorusState[] => {
  const { states } = play({
    outcome: (effect, n) => {
      if (asks(effect, 'experience')) return E.right(chatted(written(effect.form, { synthesis: `pass ${n}` })))
      return asks(effect, 'update') && n === 0
        ? E.right(chatted(written(effect.form, { loop: true, next_prompt: 'more' })))
        : undefined
    },
  })
  const seen = new Map<string, ChorusState>()
  for (const state of states.filter(({ status }) => status === 'awaiting')) {
    const out = state.pending.map(({ effect }) => effect._tag).join('+')
    const at = `${state.iteration} ${state.step}/${state.stage} ${out}`
    if (!seen.has(at)) seen.set(at, state)
  }
  return [...seen.values()]
}

const idle = play({ prompt: ' ' }).states[0]

/** The same state as if it stood otherwise. */
const standing = (state: ChorusState, status: LoopStatus): ChorusState => ({ ...state, status })

const statuses: readonly LoopStatus[] = ['awaiting', 'retrying', 'suspended', 'completed', 'failed', 'cancelled']

const settled = (key: string, outcome: E.Either<EffectError, unknown>): ChorusInput => ({
  ...{ _tag: 'settled', key, outcome, now: 2000 },
})

const good = (effect: ChorusEffect, loops: boolean) =>
  asks(effect, 'update')
    ? E.right(chatted(written(effect.form, { loop: loops, next_prompt: loops ? 'more' : null, confidence: 0.1 })))
    : well(effect)

/** What a good answer is called in a state. */
const goodKind = ({ step, stage, pending }: ChorusState): readonly Kind[] => {
  const [out] = pending
  if (stage === 'record') return ['recorded']
  if (out?.effect._tag === 'model/embed') return ['embedded']
  if (out?.effect._tag === 'vector/search') return ['found']
  return step === 'update' ? ['loops', 'yields'] : ['answered']
}

/** Every kind of input that can be made in a state, by the name that the table has for it. */
const inputs = (state: ChorusState): readonly (readonly [Kind, ChorusInput])[] => {
  const [out] = state.pending
  const isOut = state.status === 'awaiting' || state.status === 'retrying'
  const common: readonly (readonly [Kind, ChorusInput])[] = [
    ['stale', settled('elsewhere', away)],
    ['stale', { _tag: 'delta', key: 'elsewhere', from: 0, text: 'x', now: 2000 }],
    ['retry', { _tag: 'retry', now: 2000 }],
    ['cancel', { _tag: 'cancel', reason: 'enough', now: 2000 }],
    ['deadline', { _tag: 'deadline', now: 2000 }],
    [state.status === 'idle' ? 'begun' : 'odd', started()],
    [state.status === 'idle' ? 'misbegun' : 'odd', started(' ')],
  ]
  if (out === undefined) return common
  const { effect } = out
  const isStreamed = effect._tag === 'model/chat' && effect.delivery === 'pieces'
  const kind = (of: Kind): Kind => (isOut ? of : 'stale')
  const about: readonly (readonly [Kind, ChorusInput])[] = [
    ...goodKind(state).map((of) => [kind(of), settled(effect.key, good(effect, of === 'loops'))] as const),
    [kind('ai_error'), settled(effect.key, none(declined(said)))],
    [kind('network_error'), settled(effect.key, away)],
    [kind('state_error'), settled(effect.key, none(defect(said)))],
    [kind(isStreamed ? 'piece' : 'odd'), { _tag: 'delta', key: effect.key, from: 0, text: 'x', now: 2000 }],
  ]
  return [...common, ...about]
}

/** The number of the row, read off the spec by hand. */
const expected = ({ step, stage, status }: ChorusState, kind: Kind): number | undefined => {
  if (['completed', 'failed', 'cancelled'].includes(status)) return 20
  if (kind === 'stale') return 21
  if (kind === 'cancel') return 18
  if (kind === 'deadline') return 19
  if (status === 'idle') return { begun: 1, misbegun: 2 }[kind as string]
  if (kind === 'retry') return status === 'awaiting' ? undefined : 17
  if (kind === 'odd' || status === 'suspended') return undefined
  if (kind === 'piece') return 14
  const isFault = kind.endsWith('_error')
  if (stage === 'record') return step === 'observation' ? 9 : 13
  if (stage === 'retrieve') return kind === 'network_error' ? 16 : isFault ? 15 : kind === 'embedded' ? 4 : 5
  if (isFault) return { ai_error: 15, network_error: 16, state_error: 22 }[kind as string]
  return { action: 3, experience: 6, intention: 7, observation: 8, update: kind === 'loops' ? 10 : 11, yield: 12 }[step]
}

const arrives = (row: Row, before: ChorusState, after: ChorusState): void => {
  const at = `${after.step}/${after.stage}`
  const same = `${before.step}/${before.stage}`
  expect(row.to.at.map((to) => (to === 'same' ? same : to))).toContain(at)
  expect(row.to.status.map((to) => (to === 'same' ? before.status : to))).toContain(after.status)
}

describe('The transition table', () => {
  const visited = new Set<number>()
  const pairs = new Set<string>()
  const states = [
    ...(idle === undefined ? [] : [idle]),
    ...places().flatMap((state) => statuses.map((status) => standing(state, status))),
  ]

  it.each(states.map((state) => [`${state.iteration} ${state.step}/${state.stage} ${state.status}`, state] as const))(
    'holds at %s, for every kind of input',
    (_, state) => {
      for (const [kind, input] of inputs(state)) {
        const row = rowOf(state, kind)
        expect([kind, row?.number]).toEqual([kind, expected(state, kind)])
        pairs.add(`${state.step}/${state.stage} ${state.status} ${kind}`)
        const { state: after, responses, effects } = transformState(state, input, how)
        if (row === undefined) {
          expect({ ...after, nextSeq: state.nextSeq }).toEqual(state)
          expect(responses).toMatchObject([{ status: 'error', error: { code: 'STATE_INVALID_INPUT' } }])
          expect(effects).toEqual([])
          continue
        }
        visited.add(row.number)
        arrives(row, state, after)
        if (row.number >= 20 && row.number < 22) expect([after === state, responses, effects]).toEqual([true, [], []])
      }
    },
  )

  it('has no row that is never reached, and numbers them as the spec does', () => {
    expect([...new Set(table.map(({ number }) => number))]).toEqual(Array.from({ length: 22 }, (_, i) => i + 1))
    expect([...visited].sort((a, b) => a - b)).toEqual(Array.from({ length: 22 }, (_, i) => i + 1))
    expect(pairs.size).toBeGreaterThan(300)
  })
})
