import * as E from 'fp-ts/lib/Either.js'
import { badAnswer } from '@chorale/core/fault'
import { describe, expect, it } from 'vitest'
import { transformState } from '@chorale/core/chorus'
import { asks, away, chatted, count, how, play, short, written, type Play } from './driving.js'

/** Update's answers, pass by pass. */
const updates =
  (...own: readonly { readonly [name: string]: unknown }[]): NonNullable<Play['outcome']> =>
  (effect, n) =>
    asks(effect, 'update') ? E.right(chatted(written(effect.form, own[n]))) : undefined

const unreadable = E.right(chatted('No.'))

const once = ['action', 'experience', 'intention', 'observation', 'update', 'yield']

describe('The worked examples of the spec', () => {
  it('1: a single pass asks each step once and embeds twice', () => {
    const { state, events, effects } = play({ limits: { maxIterations: 1 } })
    expect(short(events)).toEqual([...once.flatMap((step) => [`${step} running`, `${step} complete`]), 'end completed'])
    expect([count(effects, 'model/chat'), count(effects, 'model/embed')]).toEqual([6, 2])
    expect(state.history.map(({ decision }) => decision)).toEqual([{ go: 'yield', reason: 'max_iterations' }])
    expect(state.usage).toEqual({ inputTokens: 80, outputTokens: 36, costMicroUsd: 20, aiCalls: 8 })
    expect(state.degraded).toEqual([])
  })

  it('2: two passes keep two records and ask eleven times', () => {
    const { state, states, effects } = play({ outcome: updates({ loop: true, next_prompt: 'more' }, { loop: false }) })
    expect(states.map(({ history }) => history.length)).toContain(1)
    expect(state.history.map(({ decision }) => decision.reason)).toEqual(['model_loop', 'model_ready'])
    expect([count(effects, 'model/chat'), state.iteration]).toEqual([11, 1])
    expect(state.history.map(({ usage }) => usage.aiCalls)).toEqual([6, 6])
  })

  it('3: a model that is sure of its answer is taken at its word, above 0.9', () => {
    const sure = (confidence: number) =>
      play({
        limits: { maxIterations: 2 },
        outcome: (effect) => {
          if (asks(effect, 'update')) return E.right(chatted(written(effect.form, { loop: true, next_prompt: 'more' })))
          return asks(effect, 'experience') ? E.right(chatted(written(effect.form, { confidence }))) : undefined
        },
      }).state.history[0]?.decision
    expect(sure(0.93)).toEqual({ go: 'yield', reason: 'confident' })
    expect(sure(0.9)).toEqual({ go: 'loop', reason: 'model_loop' })
  })

  it('5: a model that always wants more is stopped at three passes', () => {
    const { state, effects } = play({
      outcome: (effect, n) => {
        if (asks(effect, 'update')) return E.right(chatted(written(effect.form, { loop: true, next_prompt: 'more' })))
        return asks(effect, 'experience')
          ? E.right(chatted(written(effect.form, { synthesis: `quite another text ${n} ${n}x ${n}y` })))
          : undefined
      },
    })
    expect(state.history.map(({ decision }) => decision.reason)).toEqual(['model_loop', 'model_loop', 'max_iterations'])
    expect(count(effects, 'model/chat')).toBe(16)
  })

  it('7: an answer that cannot be read is mended by the second attempt', () => {
    const { state, events, effects } = play({
      outcome: (effect, n) =>
        asks(effect, 'action') && n === 0 ? E.right(chatted(written(effect.form, { confidence: 1.7 }))) : undefined,
    })
    expect(state.attempts.action).toBe(2)
    expect(short(events).slice(0, 4)).toEqual([
      'action running',
      'action retrying AI_UNPARSABLE',
      'action running',
      'action complete',
    ])
    expect(events[1]).toMatchObject({ discard: true })
    const [first, second] = effects.filter((effect) => asks(effect, 'action'))
    expect([first?.key, second?.key]).toEqual(['0/action/think/1', '0/action/think/2'])
    expect(second?.messages.at(-1)?.content).toContain('confidence')
    // A cache must not answer the second with the first.
    expect(second?.sampling.seed).not.toBe(first?.sampling.seed)
    expect(second?.messages.slice(0, -1)).toEqual(first?.messages)
  })

  it('8: an action that fails three times ends the loop', () => {
    const { state, events } = play({ outcome: (effect) => (asks(effect, 'action') ? unreadable : undefined) })
    expect(state.status).toBe('failed')
    expect(short(events).slice(-2)).toEqual(['action error AI_UNPARSABLE', 'end failed'])
    expect(events.some((event) => 'step' in event && event.step === 'yield')).toBe(false)
  })

  it('9: an update that cannot be read three times is degraded, and the answer is given', () => {
    const { state, events } = play({ outcome: (effect) => (asks(effect, 'update') ? unreadable : undefined) })
    expect([state.status, state.degraded]).toEqual(['completed', ['update']])
    expect(short(events)).toContain('update degraded AI_UNPARSABLE')
    expect(state.history.at(-1)?.decision.reason).toBe('update_unreadable')
  })

  it('10: a search that cannot be reached suspends the loop, which then goes on where it was', () => {
    const { state, states, events, effects } = play({
      outcome: (effect, n) => (effect._tag === 'vector/search' && n === 0 ? away : undefined),
    })
    const waiting = states.find(({ status }) => status === 'suspended')
    expect([waiting?.step, waiting?.stage, waiting?.pending.length]).toEqual(['experience', 'retrieve', 1])
    const { at = 0, retryAt = 0 } = waiting?.errorState ?? {}
    expect(retryAt - at).toBeGreaterThanOrEqual(0)
    expect(retryAt - at).toBeLessThanOrEqual(1000)
    const searches = effects.filter(({ _tag }) => _tag === 'vector/search')
    expect(searches.map(({ key }) => key)).toEqual(['0/experience/retrieve/1/search', '0/experience/retrieve/2/search'])
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1))
    expect([state.status, state.degraded]).toEqual(['completed', []])
  })

  it('11: what arrives after a cancel changes nothing', () => {
    const { state, inputs } = play({
      say: (_, effect) => (asks(effect, 'intention') ? { _tag: 'cancel', reason: 'enough', now: 0 } : undefined),
    })
    expect(state.status).toBe('cancelled')
    expect(inputs.at(-1)?._tag).toBe('cancel')
    const late = transformState(
      state,
      { _tag: 'settled', key: '0/intention/think/1', outcome: unreadable, now: 9 },
      how,
    )
    expect(late).toEqual({ state, responses: [], effects: [] })
    expect(late.state).toBe(state)
  })

  it('29: the deadline during intention leads to yield, with the synthesis that is there', () => {
    const { state, states, events, effects } = play({
      outcome: (effect) => (asks(effect, 'intention') ? 'never' : undefined),
      say: (_, effect) => (asks(effect, 'intention') ? { _tag: 'deadline', now: 0 } : undefined),
    })
    expect(states.some(({ step, stage }) => step === 'yield' && stage === 'think')).toBe(true)
    expect(state.history.map(({ decision }) => decision)).toEqual([{ go: 'yield', reason: 'deadline' }])
    const asked = effects.find((effect) => asks(effect, 'yield'))
    expect(JSON.stringify(asked)).toContain('the cache holds hot and warm tiers')
    expect(short(events)).toContain('intention degraded NETWORK_TIMEOUT')
    expect(state.status).toBe('completed')
  })
})

describe('What the spec says beside its examples', () => {
  it('an answer that was cut off gets twice the room', () => {
    const { effects, events } = play({
      outcome: (effect, n) =>
        asks(effect, 'action') && n === 0 ? E.right(chatted('{"proposed', 'length')) : undefined,
    })
    expect(short(events)).toContain('action retrying AI_TRUNCATED')
    const asked = effects.filter((effect) => asks(effect, 'action'))
    expect(asked.map(({ sampling }) => sampling.maxTokens)).toEqual([4000, 8000])
  })

  it('a model that declines is not asked again', () => {
    const { state, effects } = play({
      outcome: (effect) => (asks(effect, 'intention') ? E.right(chatted('I must not.', 'declined')) : undefined),
    })
    expect(effects.filter((effect) => asks(effect, 'intention'))).toHaveLength(1)
    expect(state.degraded).toEqual(['intention'])
  })

  it('memory that stays away is done without, after five tries', () => {
    const { state, events, effects } = play({
      outcome: (effect) => (effect._tag === 'vector/search' ? away : undefined),
    })
    expect(count(effects, 'vector/search')).toBe(5)
    expect([state.status, state.degraded]).toEqual(['completed', ['experience']])
    const told = events.find((event) => event._tag === 'chorus_response' && event.priors !== undefined)
    expect(told).toMatchObject({ step: 'experience', status: 'complete', priors: [] })
  })

  it('a model that stays away leaves the loop suspended, until it is told to try again', () => {
    const { state, events } = play({ outcome: (effect) => (asks(effect, 'action') ? away : undefined) })
    expect([state.status, state.errorState?.recoverable, state.wake]).toEqual(['suspended', true, null])
    expect(short(events).at(-1)).toBe('action error NETWORK_UNAVAILABLE')
    const again = transformState(state, { _tag: 'retry', now: 9 }, how)
    expect([again.state.status, again.state.pending[0]?.tries]).toEqual(['awaiting', 0])
    expect(again.effects.map(({ key }) => key)).toEqual(['0/action/think/6'])
    expect(short(again.responses)).toEqual(['action running'])
  })

  it('a prompt that says nothing does not begin a loop', () => {
    const { state, events, effects } = play({ prompt: '  ' })
    expect([state.status, short(events), effects]).toEqual(['idle', ['action error PROMPT_EMPTY'], []])
  })

  it('a store that fails leaves the answer as it is', () => {
    const { state } = play({
      outcome: (effect) =>
        effect._tag === 'graph/upsert' && effect.key.startsWith('0/yield/record') ? away : undefined,
    })
    expect([state.status, state.degraded]).toEqual(['completed', ['yield']])
    expect(state.outputs.yield?.finalResponse).toBe('The answer [^1].')
  })

  it('messages and links are kept under ids that come of the loop alone', () => {
    const writes = () => play().effects.filter((effect) => effect._tag === 'graph/upsert')
    expect(writes()).toEqual(writes())
    const [links, messages, cites] = writes().map(({ nodes }) => nodes)
    expect(messages?.map(({ label }) => label)).toEqual(['Message', 'Outbox', 'Message', 'Outbox'])
    expect(links?.map(({ properties }) => properties['to_message_id'])).toEqual(['p1'])
    expect(cites?.map(({ properties }) => [properties['relation'], properties['from_message_id']])).toEqual([
      ['cites', messages?.[2]?.id],
    ])
  })

  it('a handler that answers outside of its type makes the state anew, once', () => {
    const { state, events } = play({ outcome: (effect) => (asks(effect, 'intention') ? E.right({}) : undefined) })
    expect(short(events)).toContain('intention error STATE_UNCLASSIFIED')
    expect(events.filter((event) => event._tag === 'state_update' && event.reconstructed === true)).toHaveLength(1)
    expect([state.status, state.errorState?.code]).toEqual(['failed', 'STATE_UNRECOVERABLE'])
  })

  it('a prompt that is long is looked up by its first answer', () => {
    const asked = (prompt: string) =>
      play({ prompt, limits: { maxPromptChars: 100 } }).effects.find(({ _tag }) => _tag === 'model/embed')
    expect(asked('x'.repeat(50))).toMatchObject({ texts: ['x'.repeat(50)] })
    expect(asked('x'.repeat(51))).toMatchObject({ texts: ['A first answer.'] })
  })

  it('usage only grows, whatever a handler says it was', () => {
    const usage = { input: -1000, cached: 0, output: -1, reasoning: 0 }
    const { states } = play({
      outcome: (effect) =>
        effect._tag === 'model/chat'
          ? E.right({ ...chatted(written(effect.form)), usage, costMicroUsd: -7 })
          : undefined,
    })
    const used = states.map((state) => state.usage.inputTokens)
    expect(used).toEqual([...used].sort((a, b) => a - b))
    expect(states.at(-1)?.usage.costMicroUsd).toBe(2)
  })

  it('after its deadline it waits for nobody: the synthesis is the answer', () => {
    const { state, events } = play({
      outcome: (effect) => (asks(effect, 'yield') ? away : undefined),
      say: (_, effect) => (asks(effect, 'yield') ? { _tag: 'deadline', now: 0 } : undefined),
    })
    expect([state.status, state.degraded]).toEqual(['completed', ['yield']])
    expect(short(events).slice(-3)).toEqual(['yield running', 'yield degraded NETWORK_UNAVAILABLE', 'end completed'])
  })

  it('an answer that stands in after the loop had given up is told all the same', () => {
    const { state } = play({ outcome: (effect) => (asks(effect, 'yield') ? away : undefined) })
    expect([state.status, state.isOpen]).toEqual(['suspended', false])
    const late = transformState(state, { _tag: 'deadline', now: 9 }, how)
    expect(short(late.responses)).toEqual(['yield running', 'yield degraded NETWORK_TIMEOUT'])
    expect(late.responses[1]).toMatchObject({ content: { finalResponse: 'the cache holds hot and warm tiers' } })
  })

  it('pieces are told once, however often they come', () => {
    const { state } = play({ outcome: (effect) => (asks(effect, 'action') ? 'never' : undefined) })
    const key = '0/action/think/1'
    const one = transformState(state, { _tag: 'delta', key, from: 0, text: 'Hello ', now: 1 }, how)
    expect(one.responses).toMatchObject([{ status: 'delta', content: 'Hello ', seq: 2 }])
    const again = transformState(one.state, { _tag: 'delta', key, from: 0, text: 'Hello ', now: 1 }, how)
    expect(again.responses).toEqual([])
    const more = transformState(one.state, { _tag: 'delta', key, from: 0, text: 'Hello you', now: 1 }, how)
    expect(more.responses).toMatchObject([{ status: 'delta', content: 'you', seq: 3 }])
    const beyond = transformState(more.state, { _tag: 'delta', key, from: 9, text: '.', now: 1 }, how)
    expect(beyond.responses).toMatchObject([{ content: '.' }])
  })

  it('an answer that the handler itself found bad counts as unreadable', () => {
    const bad = badAnswer({ doing: 'd', because: 'b', next: 'n', reason: 'r', retryable: true, attempts: 1 })
    const { state } = play({ outcome: (effect, n) => (asks(effect, 'yield') && n < 3 ? E.left(bad) : undefined) })
    expect([state.status, state.degraded]).toEqual(['completed', ['yield']])
    expect(state.outputs.yield?.finalResponse).toBe('the cache holds hot and warm tiers')
  })
})
