import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createInitialState, transformState, type ChorusResponse, type ChorusState } from '@chorale/core/chorus'
import { brokenIn } from '../../src/domain/chorus/state/invariants.js'
import { steps, type PhaseEvent } from '../../src/domain/chorus/model.js'
import { how } from './driving.js'
import { fates, inputsFor, wander, type Footstep } from './wandering.js'

const runs = { numRuns: 400 }

/** Steps on which the state was left for the last stable one: a call failed and is made again. */
const rollbacks = (all: readonly Footstep[]) =>
  all.filter(
    ({ before, state, input }) =>
      input._tag === 'settled' && state.status === 'retrying' && before.usage.aiCalls < state.usage.aiCalls,
  )

const without = (state: object, names: readonly string[]) =>
  Object.fromEntries(Object.entries(state).filter(([name]) => !names.includes(name)))

const phaseEvents = (events: readonly ChorusResponse[]): readonly PhaseEvent[] =>
  events.filter((event) => event._tag === 'chorus_response')

/** Phase events but refusals, which are about an input and not about the step. */
const told = (events: readonly ChorusResponse[]) =>
  phaseEvents(events).filter(({ error }) => error?.code !== 'STATE_INVALID_INPUT')

describe('A loop, whatever becomes of its effects', () => {
  it('1: never throws, in any state it reaches, on any input', () => {
    fc.assert(
      fc.property(fates, fc.nat(), (fate, at) => {
        const { steps: all } = wander(fate)
        const state = all[at % all.length]?.state ?? createInitialState([], 't')
        for (const input of fc.sample(inputsFor(state), { numRuns: 20, seed: at })) transformState(state, input, how)
      }),
      runs,
    )
  })

  it('2: gives the same to the same, and leaves what it was given as it was', () => {
    // Every state and input of a wanderer is frozen: a write to one would throw.
    fc.assert(
      fc.property(fates, (fate) => {
        for (const { before, input, state, responses, effects } of wander(fate).steps)
          expect(transformState(before, input, how)).toEqual({ state, responses, effects })
      }),
      { numRuns: 100 },
    )
  })

  it('3: is the fold of its inputs, also of ones that were kept as JSON', () => {
    fc.assert(
      fc.property(fates, (fate) => {
        const { steps: all, state } = wander(fate)
        const kept = (value: object): unknown => JSON.parse(JSON.stringify(value))
        let again = createInitialState([], 't1')
        for (const { input } of all) {
          again = transformState(again, kept(input) as typeof input, how).state
          again = kept(again) as ChorusState
        }
        expect(again).toEqual(kept(state))
      }),
      { numRuns: 200 },
    )
  })

  it('4: tells the steps of a pass in their order, each once; a deadline alone leaps to yield', () => {
    fc.assert(
      fc.property(fates, (fate) => {
        const { events, steps: all } = wander(fate)
        const isAnew = events.some((event) => event._tag === 'state_update' && event.reconstructed === true)
        const isLate = all.some(({ state }) => state.isLate)
        if (isAnew) return
        for (const pass of [0, 1, 2, 3]) {
          const ended = told(events)
            .filter(({ iteration, status }) => iteration === pass && (status === 'complete' || status === 'degraded'))
            .map(({ step }) => step)
          const leapt = isLate && ended.at(-1) === 'yield' ? ended.slice(0, -1) : ended
          expect(leapt).toEqual(steps.slice(0, leapt.length))
        }
      }),
      runs,
    )
  })

  it('5: stays below its passes, ends when everything settles, and asks the model no oftener than it may', () => {
    fc.assert(
      fc.property(fates, (fate) => {
        const { steps: all, state } = wander(fate)
        expect(['completed', 'failed', 'cancelled']).toContain(state.status)
        const { maxIterations, maxAttemptsPerStep } = state.limits
        for (const { state: each } of all) expect(each.iteration).toBeLessThan(maxIterations)
        // A state that was made anew goes through one pass once more, and where that was in yield, through yield too.
        const isAnew = state.reconstructions > 0
        const passes = maxIterations + (isAnew ? 1 : 0)
        const bound = (5 * passes + (isAnew ? 2 : 1)) * maxAttemptsPerStep + passes + 1
        expect(state.usage.aiCalls).toBeLessThanOrEqual(bound)
      }),
      runs,
    )
  })

  it('5: issues no more calls than it may, where nothing is away and nobody tells it to try again', () => {
    const calm = ['well', 'varied', 'unreadable', 'empty', 'cut off', 'refused', 'no direction']
    fc.assert(
      fc.property(fates, (fate) => {
        const turns = fate.turns.map((turn) => (calm.includes(turn.what) ? turn : { ...turn, what: 'unreadable' }))
        const rest = fate.rest === 'broken' ? 'unreadable' : fate.rest
        const { effects, state } = wander({ ...fate, turns, rest })
        const { maxIterations, maxAttemptsPerStep } = state.limits
        const chats = effects.filter(({ _tag }) => _tag === 'model/chat').length
        const embeds = effects.filter(({ _tag }) => _tag === 'model/embed').length
        expect(chats).toBeLessThanOrEqual((5 * maxIterations + 1) * maxAttemptsPerStep)
        expect(embeds).toBeLessThanOrEqual(maxIterations + 1)
        expect(chats + embeds).toBe(state.usage.aiCalls)
      }),
      runs,
    )
  })

  it('6: counts its events without a gap, and ends each entry of a step exactly once', () => {
    fc.assert(
      fc.property(fates, (fate) => {
        const { events } = wander(fate)
        expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1))
        const line = told(events)
          .map(
            ({ status }) =>
              ({ running: 'r', delta: 'd', retrying: 't', complete: 'c', degraded: 'c', error: 'c', cancelled: 'c' })[
                status
              ],
          )
          .join('')
        expect(line).toMatch(/^(rd*(trd*)*t?c)*$/u)
        expect(events.at(-1)?._tag).toBe('state_update')
      }),
      runs,
    )
  })

  it('7: has an answer where it completed, and cites only what it found', () => {
    fc.assert(
      fc.property(fates, (fate) => {
        const { state } = wander(fate)
        if (state.status !== 'completed') return
        expect(state.outputs.yield?.finalResponse.trim()).not.toBe('')
        const known = state.priors.map(({ id }) => id)
        for (const { priorId } of state.outputs.yield?.citations ?? []) expect(known).toContain(priorId)
      }),
      runs,
    )
  })

  it('8: uses no key twice, and does not stir for a key it has not out', () => {
    fc.assert(
      fc.property(fates, (fate) => {
        const { effects, steps: all } = wander(fate)
        const keys = effects.map(({ key }) => key)
        expect(new Set(keys).size).toBe(keys.length)
        for (const { before, input, state, responses } of all) {
          if (input._tag !== 'settled' || before.pending.some(({ effect }) => effect.key === input.key)) continue
          expect(state).toBe(before)
          expect(responses).toEqual([])
        }
      }),
      runs,
    )
  })

  it('9: goes back to the last stable state where an answer is of no use', () => {
    let count = 0
    fc.assert(
      fc.property(fates, (fate) => {
        for (const { state } of rollbacks(wander(fate).steps)) {
          count += 1
          const excepted = ['attempts', 'usage', 'nextSeq', 'errorState', 'pending', 'status', 'isOpen']
          const apart = [...excepted, 'stable', 'issued', 'isLate', 'reconstructions']
          expect(without(state, apart)).toEqual(without(state.stable ?? {}, apart))
        }
      }),
      runs,
    )
    expect(count).toBeGreaterThan(0)
  })

  it('10: is cancelled at any point, and asks for nothing more', () => {
    fc.assert(
      fc.property(fates, (fate) => {
        for (const { state } of wander(fate).steps) {
          if (['completed', 'failed', 'cancelled'].includes(state.status)) continue
          const step = transformState(state, { _tag: 'cancel', reason: 'enough', now: 5 }, how)
          expect([step.state.status, step.effects, step.state.pending]).toEqual(['cancelled', [], []])
          const statuses = step.responses.map(({ status }) => status)
          expect(statuses).toEqual(state.isOpen ? ['cancelled', 'cancelled'] : ['cancelled'])
        }
      }),
      { numRuns: 100 },
    )
  })

  it('11: tells with experience exactly what the search returned', () => {
    fc.assert(
      fc.property(fates, (fate) => {
        let found: readonly string[] = []
        for (const { input, before, responses } of wander(fate).steps) {
          if (before.stage === 'retrieve' && input._tag === 'settled') {
            const hits =
              input.outcome._tag === 'Right' ? (input.outcome.right as { hits?: { id: string }[] } | null)?.hits : []
            found = (Array.isArray(hits) ? hits : []).flatMap(({ id }: { readonly id?: string }) => id ?? [])
          }
          for (const { step, status, priors } of phaseEvents(responses))
            if (step === 'experience' && (status === 'complete' || (status === 'degraded' && priors !== undefined)))
              expect(priors?.map(({ id }) => id)).toEqual(found)
        }
      }),
      runs,
    )
  })

  it('12: only ever uses more, and begins no pass beyond its budget', () => {
    fc.assert(
      fc.property(fates, (fate) => {
        const { steps: all, state } = wander(fate)
        for (const { before, state: after } of all)
          for (const name of ['inputTokens', 'outputTokens', 'costMicroUsd', 'aiCalls'] as const)
            expect(after.usage[name]).toBeGreaterThanOrEqual(before.usage[name])
        const { tokenBudget } = state.limits
        if (tokenBudget === null) return
        for (const { before, state: after } of all)
          if (after.iteration > before.iteration)
            expect(after.pass.usage.inputTokens + after.pass.usage.outputTokens).toBeLessThanOrEqual(tokenBudget)
      }),
      runs,
    )
  })

  it('keeps what holds of every state', () => {
    fc.assert(
      fc.property(fates, (fate) => {
        for (const { state } of wander(fate).steps) {
          expect(brokenIn(state)?.says).toBeUndefined()
          const isOut = state.status === 'awaiting' || state.status === 'retrying' || state.status === 'suspended'
          expect(state.pending.length > 0).toBe(isOut)
        }
      }),
      runs,
    )
  })
})
