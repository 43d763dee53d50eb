import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import {
  createInitialState,
  isComplete,
  transformState,
  type ChorusEffect,
  type ChorusInput,
  type ChorusResponse,
  type ChorusState,
} from '@chorale/core/chorus'
import * as fault from '@chorale/core/fault'
import { away, chatted, hit, how, started, well, written } from './driving.js'

const said = { doing: 'test', because: 'it was so decided', next: 'Go on.' }

/** What may become of an effect, by name. `number` varies it. */
const outcomes: {
  readonly [name: string]: (effect: ChorusEffect, number: number) => E.Either<fault.EffectError, unknown>
} = {
  well: (effect) => well(effect),
  varied: (effect, number) => varied(effect, number),
  'well again': (effect) => well(effect),
  'varied again': (effect, number) => varied(effect, number),
  unreadable: () => E.right(chatted('No.')),
  empty: () => E.right(chatted('  ')),
  'cut off': () => E.right(chatted('{"proposed_response":', 'length')),
  declining: () => E.right(chatted('I must not.', 'declined')),
  away: () => away,
  throttled: () => E.left(fault.throttled({ ...said, retryAfterMs: 70_000 })),
  'too late': () => E.left(fault.timedOut({ ...said, applied: 'unknown' })),
  refused: () => E.left(fault.rejected(said)),
  broken: () => E.left(fault.defect(said)),
  nonsense: (_, number) => E.right([undefined, null, 7, { text: 1 }, { vectors: 'x' }, { hits: [{}] }][number % 6]),
  'no direction': (effect) =>
    effect._tag === 'model/embed' ? E.right({ vectors: effect.texts.map(() => [0, 0, 0]) }) : well(effect),
}

const varied = (effect: ChorusEffect, number: number): E.Either<fault.EffectError, unknown> => {
  if (effect._tag === 'vector/search')
    return E.right({ hits: Array.from({ length: number % 4 }, (_, i) => hit(`p${(number + i) % 6}`, 0.9 - i / 10)) })
  if (effect._tag !== 'model/chat') return well(effect)
  const own: { readonly [form: string]: { readonly [name: string]: unknown } } = {
    'chorus/update': { loop: number % 3 !== 0, next_prompt: number % 2 === 0 ? 'more' : null },
    'chorus/experience': {
      synthesis: `a text ${number} of ${number + 1} words ${number + 2}`,
      confidence: (number % 10) / 10,
    },
    'chorus/yield': {
      final_response: `It is so ${number} [^1][^2].`,
      citations: [1, 2].map((n) => ({ prior_id: `p${number % 4}`, marker: `${n}` })),
    },
    'chorus/observation': { semantic_links: [{ to_prior: `p${number % 4}`, relation: 'extends', strength: 1 }] },
  }
  return E.right(chatted(written(effect.form, own[effect.form ?? ''])))
}

/** One turn of fate: an effect that is out settles in some way, or something is said. */
export interface Turn {
  readonly what: string
  readonly which: number
  readonly number: number
}

const words = ['piece', 'retry', 'cancel', 'deadline', 'late answer', 'start'] as const

/** Fates: mostly settlements, now and then a word from outside. */
export const fates = fc.record({
  turns: fc.array(
    fc.record({
      what: fc.oneof(
        { weight: 12, arbitrary: fc.constantFrom(...Object.keys(outcomes)) },
        { weight: 2, arbitrary: fc.constantFrom<string>('piece', 'retry', 'late answer') },
        { weight: 1, arbitrary: fc.constantFrom<string>(...words) },
      ),
      which: fc.nat(3),
      number: fc.nat(30),
    }),
    { maxLength: 60 },
  ),
  limits: fc.record({
    maxIterations: fc.integer({ min: 1, max: 4 }),
    maxAttemptsPerStep: fc.integer({ min: 1, max: 4 }),
    tokenBudget: fc.option(fc.integer({ min: 1, max: 400 })),
    searchLimit: fc.integer({ min: 1, max: 6 }),
    promptPriors: fc.constant(0),
    maxPromptChars: fc.constantFrom(60, 25_000),
  }),
  /** What becomes of all that is left when the turns are over. */
  rest: fc.constantFrom('well', 'varied', 'unreadable', 'refused', 'broken'),
})

/** A fate. */
export type Fate = typeof fates extends fc.Arbitrary<infer F> ? F : never

/** One step of a loop that wandered. */
export interface Footstep {
  readonly before: ChorusState
  readonly input: ChorusInput
  readonly state: ChorusState
  readonly responses: readonly ChorusResponse[]
  readonly effects: readonly ChorusEffect[]
}

/** The ways of one loop, from its start to its end. */
export interface Wandered {
  readonly steps: readonly Footstep[]
  readonly state: ChorusState
  readonly events: readonly ChorusResponse[]
  readonly effects: readonly ChorusEffect[]
}

const frozen = <A>(value: A): A => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const member of Object.values(value)) frozen(member)
  return value
}

/** Leads a loop through its fate and then to its end; every state and input is frozen. */
export const wander = ({ turns, limits, rest }: Fate): Wandered => {
  let state = frozen(createInitialState([], 't1'))
  const steps: Footstep[] = []
  const open: ChorusEffect[] = []
  let now = 1000
  const take = (input: ChorusInput): void => {
    const before = state
    const step = frozen(transformState(before, frozen(input), how))
    state = step.state
    steps.push({ before, input, ...step })
    open.push(...step.effects.filter(({ _tag }) => _tag !== 'clock/wake'))
  }
  const settle = (what: string, which: number, number: number): void => {
    const [effect] = open.splice(which % Math.max(1, open.length), 1)
    if (effect === undefined) return state.status === 'suspended' ? take({ _tag: 'retry', now }) : undefined
    take({ _tag: 'settled', key: effect.key, outcome: outcomes[what]?.(effect, number) ?? well(effect), now })
  }
  take(started('What is a warm cache, and who keeps it warm?', limits))
  for (const { what, which, number } of turns) {
    now += 10
    const word = wordOf(what, state, { now, number })
    if (word === undefined) settle(what, which, number)
    else take(word)
  }
  for (let i = 0; i < 500 && !isComplete(state); i += 1) settle(rest, 0, i)
  return {
    ...{ steps, state },
    ...{ events: steps.flatMap(({ responses }) => responses), effects: steps.flatMap(({ effects }) => effects) },
  }
}

const wordOf = (
  what: string,
  state: ChorusState,
  { now, number }: { now: number; number: number },
): ChorusInput | undefined => {
  const key = state.pending[0]?.effect.key ?? ''
  switch (what) {
    case 'piece':
      return { _tag: 'delta', key, from: number, text: 'piece', now }
    case 'retry':
      return { _tag: 'retry', now }
    case 'cancel':
      return { _tag: 'cancel', reason: 'enough', now }
    case 'deadline':
      return { _tag: 'deadline', now }
    case 'late answer':
      return { _tag: 'settled', key: 'somewhere else', outcome: away, now }
    case 'start':
      return started()
    default:
      return undefined
  }
}

/** Any input at all: well-formed ones for keys that are pending and for others, with outcomes of any kind. */
export const inputsFor = (state: ChorusState): fc.Arbitrary<ChorusInput> => {
  const keys = [...state.pending.map(({ effect }) => effect.key), 'nowhere', '']
  const key = fc.constantFrom(...keys)
  const now = fc.integer()
  const outcome = fc.oneof(
    fc.anything().map((value) => E.right(value)),
    fc.constantFrom(
      away,
      ...[
        E.left(fault.defect(said)),
        E.left(fault.declined(said)),
        E.left(fault.cancelled({ ...said, applied: 'no' })),
      ],
      ...[E.left(fault.unsupported(said)), E.left(fault.denied(said)), E.left(fault.conflict(said))],
    ),
    fc.string().map((text) => E.right(chatted(text))),
    fc.array(fc.array(fc.double())).map((vectors) => E.right({ vectors })),
  )
  return fc.oneof(
    fc.record({ _tag: fc.constant('settled' as const), key, outcome, now }),
    fc.record({
      _tag: fc.constant('delta' as const),
      key,
      from: fc.oneof(fc.integer(), fc.double()),
      text: fc.string(),
      now,
    }),
    fc.record({ _tag: fc.constant('cancel' as const), reason: fc.string(), now }),
    fc.record({ _tag: fc.constantFrom('retry' as const, 'deadline' as const), now }),
    fc.record({ prompt: fc.string(), now }).map((own) => ({ ...started(), ...own })),
  )
}
