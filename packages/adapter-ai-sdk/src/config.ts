import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { badInput, pathOf, type BadInput, type Finding } from '@chorale/core/fault'
import type { Resolver } from '@chorale/core/ports'
import type { Retry } from './attempts.js'
import { whyNoModel, type EmbeddingModel, type LanguageModel, type Provider, type ProviderOptions } from './driver.js'
import { member } from './faults/read.js'
import type { Parameter } from './faults/refused-parameter.js'
import type { PriceTable } from './prices.js'

/** What a host may say; `{ language }` is enough. */
export interface Options {
  /** Answers `model/generate` and `model/chat`. */
  readonly language?: LanguageModel
  /** Answers `model/embed`. */
  readonly embedding?: EmbeddingModel
  /** Where models come from that an effect names itself, e.g. `openai`; without it such an effect is `Unsupported`. */
  readonly provider?: Provider
  /** Prices of the host's, before the list prices. */
  readonly prices?: PriceTable
  /** Who is said to have answered; told by the provider's name unless given. */
  readonly resolverType?: Resolver['type']
  readonly retry?: Partial<Retry>
  /** Repair calls for an answer that breaks its contract: 0 to 3, 1 unless told. */
  readonly repair?: number
  /** The longest one call may take, a stream to its end: 30 s for answers and 10 s for embeddings unless told (spec resilience 6). */
  readonly timeoutMs?: number
  /** Parameters never to be sent. One that a server refuses by name is left out by itself, at the price of a refused call each time. */
  readonly omit?: readonly Parameter[]
  /** Passed on to every call, e.g. `{ openai: { reasoningEffort: 'low' } }`. */
  readonly providerOptions?: ProviderOptions
  /** The time in milliseconds, for latencies and `Retry-After` dates; the system's clock unless given. */
  readonly now?: () => number
}

/** Options that were checked, with every number in its place. */
export interface Config extends Options {
  readonly retry: Retry
  readonly repair: number
  readonly omit: readonly Parameter[]
  readonly prices: PriceTable
  readonly now: () => number
}

const retryUnlessTold: Retry = { maxRetries: 3, baseMs: 400, jitter: 'none', maxWaitMs: 60_000 }

/** Checks options with a path to each fault, for a host that wants to know before the first call. {@link aiSdk} does it by itself. */
export const checkOptions = (options: Options): Either<BadInput, Config> => {
  const config: Config = {
    ...options,
    retry: { ...retryUnlessTold, ...options.retry },
    repair: options.repair ?? 1,
    omit: options.omit ?? [],
    prices: options.prices ?? {},
    now: options.now ?? Date.now,
  }
  const findings = [...modelFindings(config), ...numberFindings(config), ...priceFindings(config.prices)]
  return findings.length === 0 ? E.right(config) : E.left(badInput('set up the AI SDK adapter', findings))
}

const modelFindings = ({ language, embedding, provider }: Config): readonly Finding[] => {
  const none = language === undefined && embedding === undefined && provider === undefined
  return [
    ...(none ? [{ path: '', code: 'missing', message: 'no model: pass language, embedding or provider' }] : []),
    ...(language === undefined ? [] : wrongModel('language', whyNoModel(language, 'doGenerate'))),
    ...(embedding === undefined ? [] : wrongModel('embedding', whyNoModel(embedding, 'doEmbed'))),
  ]
}

const wrongModel = (path: string, why: string | undefined): readonly Finding[] =>
  why === undefined ? [] : [{ path, code: 'wrong_model', message: why }]

/** Ranges of spec resilience 3 and 6. */
const numberFindings = ({ retry, repair, timeoutMs }: Config): readonly Finding[] => [
  ...outside('retry.maxRetries', retry.maxRetries, [0, 10]),
  ...outside('retry.baseMs', retry.baseMs, [1, 60_000]),
  ...outside('retry.maxWaitMs', retry.maxWaitMs, [0, 300_000]),
  ...outside('repair', repair, [0, 3]),
  ...(timeoutMs === undefined ? [] : outside('timeoutMs', timeoutMs, [1, 3_600_000])),
]

const outside = (path: string, value: unknown, [least, most]: readonly [number, number]): readonly Finding[] =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
    ? []
    : [
        {
          path,
          code: 'out_of_range',
          message: `found ${typeof value === 'number' ? value : typeof value}, wanted an integer from ${least} to ${most}`,
        },
      ]

const priceFindings = (table: PriceTable): readonly Finding[] =>
  Object.entries(table).flatMap(([model, price]) =>
    buckets.flatMap(([bucket, unlessGiven]) =>
      outside(pathOf(['prices', model, bucket]), member(price, bucket) ?? unlessGiven, [0, 1e12]),
    ),
  )

/** The members of a price, and what stands for one that may be missing. */
const buckets: readonly (readonly [name: string, unlessGiven: number | undefined])[] = [
  ['input', undefined],
  ['cached', 0],
  ['output', undefined],
  ['reasoning', 0],
]
