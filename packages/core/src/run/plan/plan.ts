import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Instant } from '../../kit/base/index.js'
import type { Effect, Labels } from '../../kit/effect/index.js'
import type { Machine, Status, Types } from '../../kit/machine/index.js'
import type { Terms } from '../../ports/index.js'
import type { Tariff } from '../../ports/model/index.js'
import { platformHash } from '../hash.js'
import type { Known } from '../known.js'
import type { Answers } from './answers.js'
import { sail, type Arrived, type Course, type PlanFault } from './course.js'
import type { Priors } from './priors.js'
import type { ModelEffect } from './size.js'
import type { Span } from './span.js'
import { survey, type Survey, type Surveyed } from './survey.js'
import type { Counts } from './tally.js'
import { estimatedTokens } from './tokens.js'

/** What a plan rests on; everything may be left out. */
export interface PlanOptions<T extends Types> {
  /** Placeholder answers by tag, for effects of the host's own or where the usual ones lead the program elsewhere. */
  readonly answers?: Answers<T['effect']>
  /** Of one model, or by effect where models differ. Without it there is no cost. */
  readonly tariff?: Tariff | ((effect: ModelEffect) => Tariff | undefined)
  /** Counts the tokens of a text exactly; without it, a quarter of the characters. */
  readonly tokens?: (text: string) => number
  /** What earlier runs teach. Without them an answer may have one token or as many as it may, and nothing is said about time. */
  readonly priors?: Priors
  /** As the run will have them: effects of one tag under way at once, 64 unless given. */
  readonly concurrency?: number
  readonly limits?: { readonly [tag: string]: number }
  /** Answers of earlier runs by digest: taken at no price and in no time. */
  readonly known?: Known
  /** The terms of effects of the host's own, as the run will have them. */
  readonly terms?: { readonly [tag: string]: Partial<Terms> }
  readonly run?: string
  /** When it would start: 0 unless given. For programs that wait for a date. */
  readonly at?: Instant
  /** Effects after which a program is taken for one without an end: 100 000 unless given. */
  readonly most?: number
}

/** What a run would take, before anything is sent: plain data. Amounts are spans; a span without a width is certain. */
export interface Plan {
  readonly program: { readonly name: string; readonly version: number }
  /** How it would end; `running` where it would then wait for somebody. */
  readonly status: Status
  /** All effects that would be carried out or answered, by tag. */
  readonly effects: Counts
  /** Effects to be paid for; their retries are in `attempts`. */
  readonly calls: number
  /** The same calls by each value of each label: `by.stage.multiply`. */
  readonly by: { readonly [label: string]: Counts }
  /** Effects that known answers stand for. */
  readonly reused: number
  /** Addresses of what would be asked although answers are known: what changed, and all that depends on it. Null without known answers. */
  readonly recomputed: readonly string[] | null
  /** Calls with their retries and repairs: one each, unless the priors say otherwise. */
  readonly attempts: Span
  /** Tokens of the texts that are read. A provider's framing and the contract's schema come on top. */
  readonly inputTokens: Span
  /** The part of them that is certain: calls whose texts hold no unknown answer, each made once. */
  readonly knownInput: { readonly calls: number; readonly tokens: number }
  readonly counting: 'exact' | 'estimate'
  readonly outputTokens: Span
  /** Millionths of a US dollar; null without a tariff, or with one that leaves out a call. */
  readonly costMicroUsd: Span | null
  /** From start to end, with every effect as quick, as usual and as slow as was seen; null without priors. */
  readonly ms: Span | null
}

/**
 * Walks a run without making a call: what it would ask, how much, at what price and for how long. It is a fold of the machine over placeholder
 * answers, so what a program does with the words of an answer, beyond passing them on, is not foreseen.
 *
 * @example plan(valley, { problem: 'How should a coastal town adapt to rising seas?' }, { tariff, priors })
 */
export const plan = <T extends Types>(
  machine: Machine<T>,
  params: T['params'],
  options: PlanOptions<T> = {},
): Either<PlanFault, Plan> => {
  const looked = surveyOf(machine, options)
  const usual = sail(courseOf(machine, params, { options, look: looked, pace: 'middle' }))
  if (E.isLeft(usual)) return usual
  const ms =
    options.priors === undefined
      ? E.right(null)
      : spanOfTime(usual.right, (pace) => sail(courseOf(machine, params, { options, look: looked.again, pace })))
  if (E.isLeft(ms)) return ms
  const { recomputed, costMicroUsd, ...sums } = looked.sums()
  return E.right({
    program: { name: machine.name, version: machine.version },
    status: usual.right.status,
    ...sums,
    recomputed: options.known === undefined ? null : recomputed,
    counting: options.tokens === undefined ? 'estimate' : 'exact',
    costMicroUsd: options.tariff === undefined ? null : costMicroUsd,
    ms: ms.right,
  })
}

const surveyOf = <T extends Types>(machine: Machine<T>, options: PlanOptions<T>): Survey => {
  const { answers = {}, terms = {}, tokens = estimatedTokens, priors = {}, known, tariff } = options
  const labels = (effect: Effect): Labels => machine.labels?.(effect) ?? {}
  const tariffOf = typeof tariff === 'function' ? tariff : () => tariff
  const isRetraced = options.priors !== undefined
  return survey({ labels, answers, terms, tokens, hash: platformHash(), priors, known, tariffOf, isRetraced })
}

interface Pacing<T extends Types> {
  readonly options: PlanOptions<T>
  readonly look: Pick<Survey, 'known' | 'visit'>
  readonly pace: keyof Span
}

/** Effects that the runner itself carries out wait side by side. */
const unbounded: readonly string[] = ['clock/wake', 'person/ask']

const courseOf = <T extends Types>(
  machine: Machine<T>,
  params: T['params'],
  { options, look, pace }: Pacing<T>,
): Course<T> => {
  const { run = 'plan', at: from = 0, most = 100_000, concurrency = 64, limits = {} } = options
  const limitOf = (tag: string): number =>
    unbounded.includes(tag)
      ? Number.POSITIVE_INFINITY
      : atLeastOne(Object.hasOwn(limits, tag) ? (limits[tag] ?? concurrency) : concurrency)
  const launch: Course<T>['launch'] = (effect, now) =>
    E.map(({ outcome, ms, until }: Surveyed) => ({ outcome, at: until ?? now + Math.round(ms[pace]) }))(
      look.visit(effect),
    )
  return { machine, params, run, from, most, limitOf, known: look.known, launch }
}

const atLeastOne = (limit: number): number => (limit >= 1 ? Math.floor(limit) : 1)

/** Three ways through the same run. Quicker effects need not make a quicker run, since they may change who waits for whom: so the bounds are sought. */
const spanOfTime = (usual: Arrived, at: (pace: keyof Span) => Either<PlanFault, Arrived>): Either<PlanFault, Span> => {
  const [quick, slow] = [at('low'), at('high')]
  if (E.isLeft(quick)) return quick
  if (E.isLeft(slow)) return slow
  const times = [quick.right.ms, usual.ms, slow.right.ms]
  return E.right({ low: Math.min(...times), middle: usual.ms, high: Math.max(...times) })
}
