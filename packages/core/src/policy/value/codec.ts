import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts/lib/index.js'
import { badInput, findingsOf, pathOf, type BadInput, type Finding } from '../../kit/fault/index.js'
import type { PolicySpec } from './spec.js'

interface Range {
  readonly least: number
  readonly most: number
}

const isWithin = ({ least, most }: Range, value: unknown): value is number =>
  typeof value === 'number' && value >= least && value <= most

const ranged = (name: string, fits: (value: unknown) => value is number): t.Type<number> =>
  new t.Type(
    name,
    fits,
    (value, context) =>
      fits(value)
        ? t.success(value)
        : t.failure(value, context, typeof value === 'number' ? `found ${value}, wanted ${name}` : undefined),
    (value) => value,
  )

const number = (least: number, most: number): t.Type<number> =>
  ranged(`a number from ${least} to ${most}`, (value): value is number => isWithin({ least, most }, value))

const whole = (least: number, most: number): t.Type<number> =>
  ranged(
    `a whole number from ${least} to ${most}`,
    (value): value is number => isWithin({ least, most }, value) && Number.isInteger(value),
  )

const hour = 3_600_000
const large = Number.MAX_SAFE_INTEGER
const budget = t.partial({ calls: whole(0, large), tokens: whole(0, large), microUsd: whole(0, large) }, 'an object')
const measure = t.union(
  [
    t.type({ _tag: t.literal('cache') }),
    t.type({ _tag: t.literal('cheaper'), model: t.string }),
    t.type({ _tag: t.literal('smaller'), maxTokens: whole(1, 1_000_000) }),
    t.type({ _tag: t.literal('ask') }),
  ],
  'a measure: cache, cheaper with a model, smaller with maxTokens, or ask',
)

/** Ranges of resilience 3; where it gives none, what a timer and a count can hold. */
const sections = {
  timeoutMs: whole(1, hour),
  retry: t.partial(
    {
      retries: whole(0, 10),
      baseMs: whole(1, 60_000),
      factor: number(1, 4),
      maxDelayMs: whole(1, 300_000),
      repeatable: t.boolean,
    },
    'an object',
  ),
  patience: t.intersection(
    [
      t.type({ maxMs: whole(1, 86_400_000) }, 'an object'),
      t.partial({ everyMs: whole(1, hour), repeatable: t.boolean }, 'an object'),
    ],
    'an object',
  ),
  breaker: t.partial(
    {
      threshold: whole(1, 1000),
      recoveryMs: whole(1000, hour),
      growth: number(1, 4),
      maxRecoveryMs: whole(1000, hour),
    },
    'an object',
  ),
  bulkhead: t.type({ limit: whole(1, 10_000), queue: whole(0, 100_000) }, 'an object'),
  cache: t.partial(
    {
      ttlMs: whole(1000, 86_400_000),
      staleMs: whole(0, 86_400_000),
      staleIfErrorMs: whole(0, 604_800_000),
      negativeTtlMs: whole(0, 86_400_000),
      maxBytes: whole(1, large),
      maxEntryBytes: whole(1, large),
      maxEntries: whole(1, 10_000_000),
      of: t.keyof({ reusable: null, any: null }, '"reusable" or "any"'),
    },
    'an object',
  ),
  rate: t.partial(
    {
      requests: whole(1, large),
      tokens: whole(1, large),
      perMs: whole(1, 86_400_000),
      by: t.keyof({ bucket: null, window: null }, '"bucket" or "window"'),
    },
    'an object',
  ),
  budget: t.partial(
    {
      total: budget,
      hourly: budget,
      daily: budget,
      ladder: t.readonlyArray(t.type({ at: number(0, 1), measure }, 'a rung'), 'a list of rungs'),
    },
    'an object',
  ),
  fallback: t.intersection(
    [
      t.type({ models: t.readonlyArray(t.string, 'a list of models') }, 'an object'),
      t.partial({ deadlineMs: whole(1, hour) }, 'an object'),
    ],
    'an object',
  ),
}

const codec = t.partial(sections, 'an object')

const doing = 'read a policy'

/** Checks a policy that comes from outside, or names every fault in it with its path: unknown members too. */
export const readPolicy = (value: unknown): Either<BadInput, PolicySpec> => {
  const decoded = codec.decode(value)
  const strange = strangers(codec, value, [])
  if (E.isLeft(decoded)) return E.left(badInput(doing, [...findingsOf(decoded.left), ...strange]))
  const findings = [...strange, ...contradictions(decoded.right)]
  // The copy has no members without a value: what is left out takes its usual number.
  return findings.length > 0
    ? E.left(badInput(doing, findings))
    : E.right(JSON.parse(JSON.stringify(decoded.right)) as PolicySpec)
}

/** What numbers say together that they do not say alone. */
const contradictions = ({ retry, rate, breaker }: t.TypeOf<typeof codec>): readonly Finding[] => [
  ...(retry?.maxDelayMs !== undefined && retry.maxDelayMs < (retry.baseMs ?? 1000)
    ? [outOfRange('retry.maxDelayMs', `found ${retry.maxDelayMs}, wanted at least baseMs, ${retry.baseMs ?? 1000}`)]
    : []),
  ...(breaker?.maxRecoveryMs !== undefined && breaker.maxRecoveryMs < (breaker.recoveryMs ?? 60_000)
    ? [outOfRange('breaker.maxRecoveryMs', `found ${breaker.maxRecoveryMs}, wanted at least recoveryMs`)]
    : []),
  ...(rate !== undefined && rate.requests === undefined && rate.tokens === undefined
    ? [{ path: 'rate', code: 'missing', message: 'wanted requests, tokens or both' }]
    : []),
]

const outOfRange = (path: string, message: string): Finding => ({ path, code: 'out_of_range', message })

/** Members that a codec does not know, wherever they are. */
const strangers = (type: t.Mixed, value: unknown, keys: readonly string[]): readonly Finding[] => {
  if (typeof value !== 'object' || value === null) return []
  if (type instanceof t.ReadonlyArrayType) {
    const inside = type as t.ReadonlyArrayType<t.Mixed>
    return Object.entries(value).flatMap(([key, one]) => strangers(inside.type, one, [...keys, key]))
  }
  const members = membersOf(type, value)
  if (members === undefined) return []
  return Object.entries(value).flatMap(([key, one]) => {
    const known = Object.hasOwn(members, key) ? members[key] : undefined
    if (known !== undefined) return strangers(known, one, [...keys, key])
    const wanted = Object.keys(members).join(', ')
    return [{ path: pathOf([...keys, key]), code: 'unknown_member', message: `is not known, wanted one of ${wanted}` }]
  })
}

/** The members of an object type; of a union's, those of the member that the value is. */
const membersOf = (type: t.Mixed, value: object): t.Props | undefined => {
  if (type instanceof t.InterfaceType || type instanceof t.PartialType) return (type as t.InterfaceType<t.Props>).props
  if (type instanceof t.IntersectionType)
    return Object.assign(
      {},
      ...(type as t.IntersectionType<t.Mixed[]>).types.map((one) => membersOf(one, value)),
    ) as t.Props
  if (!(type instanceof t.UnionType)) return undefined
  const member = (type as t.UnionType<t.Mixed[]>).types.find((one) => one.is(value))
  return member === undefined ? undefined : membersOf(member, value)
}
