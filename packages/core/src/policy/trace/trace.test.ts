import { AsyncLocalStorage } from 'node:async_hooks'
import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  context as active,
  trace as api,
  type Attributes,
  type Context as Active,
  type ContextManager,
  type Span,
  type SpanStatus,
  type Tracer,
} from '@opentelemetry/api'
import * as E from 'fp-ts/lib/Either.js'
import { effectDigest } from '@chorale/core/effect'
import type { Embed, Generate } from '@chorale/core/ports'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chat, streaming } from '../../../test/laws/talk.js'
import {
  alone,
  away,
  clock,
  context,
  generated,
  inTurn,
  price,
  question,
  replied,
  run,
  runMany,
  together,
  walk,
  walked,
  walks,
  word,
  type Walk,
} from '../../../test/policy/setting.js'
import { retry } from '../retry/retry.js'
import { spanNames, trace } from './index.js'

interface Told {
  readonly name: string
  readonly kind: SpanKind | undefined
  readonly parent: string | undefined
  readonly attributes: Attributes
  readonly status: SpanStatus
  readonly ended: number
}

/** A tracer that keeps what it is told, as an SDK's in-memory exporter does. */
const memory = () => {
  const told: { -readonly [K in keyof Told]: Told[K] }[] = []
  const names = new Map<Span, string>()
  const startSpan: Tracer['startSpan'] = (name, options, within = active.active()) => {
    const parent = api.getSpan(within)
    const one = {
      name,
      kind: options?.kind,
      parent: parent === undefined ? undefined : names.get(parent),
      attributes: {},
      status: { code: SpanStatusCode.UNSET },
      ended: 0,
    } as (typeof told)[number]
    told.push(one)
    const span: Span = {
      spanContext: () => ({
        traceId: '1'.padStart(32, '0'),
        spanId: String(told.length).padStart(16, '0'),
        traceFlags: 1,
      }),
      setAttribute: (key, value) => span.setAttributes({ [key]: value }),
      setAttributes: (attributes) => {
        one.attributes = { ...one.attributes, ...attributes }
        return span
      },
      addEvent: () => span,
      addLink: () => span,
      addLinks: () => span,
      setStatus: (status) => {
        one.status = status
        return span
      },
      updateName: () => span,
      end: () => void (one.ended += 1),
      isRecording: () => true,
      recordException: () => undefined,
    }
    names.set(span, name)
    return span
  }
  // A cast on purpose: the policy starts spans itself and does not use the other way.
  return { told, tracer: { startSpan } as unknown as Tracer }
}

const manager = (): ContextManager => {
  const store = new AsyncLocalStorage<Active>()
  const made: ContextManager = {
    active: () => store.getStore() ?? ROOT_CONTEXT,
    // eslint-disable-next-line max-params -- the API's own signature
    with: (within, fn, self, ...args) => store.run(within, () => fn.call(self as never, ...args)),
    bind: (_, target) => target,
    enable: () => made,
    disable: () => made,
  }
  return made
}

beforeEach(() => void active.setGlobalContextManager(manager()))
afterEach(() => active.disable())

const embed: Embed = { _tag: 'model/embed', key: 'e', texts: ['one', 'two'], model: 'places' }

describe('a trace', () => {
  it('has one span for a call, with who, what as a digest, and how much', async () => {
    const { told, tracer } = memory()
    const paid = { usage: { input: 5, cached: 7, output: 11, reasoning: 13 }, costMicroUsd: 99, attempts: 1 }
    const script = alone<Generate>(() => E.right(generated('the secret answer', paid)))
    const effect = question('C/0,1', 'the secret question', { model: 'large-2026' })
    const outcome = await run(trace({ tracer })(script.handler), effect, context({ attempt: 2 }))
    expect(word(outcome)).toBe('the secret answer')
    expect(told).toEqual([
      {
        name: 'chat large-2026',
        kind: SpanKind.CLIENT,
        parent: undefined,
        attributes: {
          'chorale.run': 'run',
          'chorale.key': 'C/0,1',
          'chorale.digest': effectDigest(effect),
          'chorale.attempt': 2,
          'chorale.cost_micro_usd': 99,
          'gen_ai.operation.name': 'chat',
          'gen_ai.provider.name': 'custom',
          'gen_ai.output.type': 'json',
          'gen_ai.request.model': 'large-2026',
          'gen_ai.request.max_tokens': 100,
          'gen_ai.request.temperature': 0,
          'gen_ai.request.top_p': 1,
          'gen_ai.request.seed': 1,
          'gen_ai.response.model': 'large',
          'gen_ai.usage.input_tokens': 12,
          'gen_ai.usage.cache_read.input_tokens': 7,
          'gen_ai.usage.output_tokens': 24,
          'gen_ai.usage.reasoning.output_tokens': 13,
        },
        status: { code: SpanStatusCode.UNSET },
        ended: 1,
      },
    ])
    expect(JSON.stringify(told)).not.toContain('secret')
  })

  it('tells of an error its code, and nothing else', async () => {
    const { told, tracer } = memory()
    const secret = { ...away(), because: 'the password was hunter2' }
    await run(trace({ tracer })(alone<Walk>(() => E.left(secret)).handler), walk('a', 'a secret place'))
    expect(told[0]).toMatchObject({
      name: 'errand/walk',
      kind: SpanKind.INTERNAL,
      attributes: { [spanNames.errorType]: 'Unavailable' },
      status: { code: SpanStatusCode.ERROR, message: 'Unavailable' },
      ended: 1,
    })
    expect(JSON.stringify(told)).not.toMatch(/hunter2|secret/)
  })

  it('ends its span whatever a handler does', async () => {
    const { told, tracer } = memory()
    const outcome = await run(
      trace({ tracer })<Walk>(() => () => Promise.reject(new Error('broken'))),
      walk('a'),
    )
    expect(word(outcome)).toBe('Defect')
    expect(told[0]).toMatchObject({ attributes: { 'error.type': 'Defect' }, ended: 1 })
  })

  it('has one span for a batch', async () => {
    const { told, tracer } = memory()
    const script = together<Walk>((effect) => (effect.key === 'w1' ? E.left(away()) : walked(effect)))
    await runMany(trace({ tracer })(script.handler), walks(3))
    expect(told).toHaveLength(1)
    expect(told[0]?.attributes).toEqual({
      'chorale.run': 'run',
      'chorale.attempt': 1,
      'chorale.batch': 3,
      'chorale.keys': ['w0', 'w1', 'w2'],
      'chorale.digests': walks(3).map((effect) => effectDigest(effect)),
      'chorale.failed': 1,
      'error.type': 'Unavailable',
    })
  })

  it('names embeddings as the conventions do', async () => {
    const { told, tracer } = memory()
    const script = alone<Embed>(() =>
      E.right({
        vectors: [[1], [2]],
        dimension: 1,
        resolver: { type: 'openai', model: 'places-1' },
        ...price(4),
        warnings: [],
      }),
    )
    await run(trace({ tracer })(script.handler), embed)
    expect(told[0]).toMatchObject({
      name: 'embeddings places',
      attributes: {
        'gen_ai.operation.name': 'embeddings',
        'gen_ai.request.model': 'places',
        'gen_ai.response.model': 'places-1',
        'gen_ai.provider.name': 'openai',
        'gen_ai.embeddings.dimension.count': 1,
      },
    })
  })

  it.each([
    [null, 'text'],
    ['chorus/action', 'json'],
  ])('names a conversation of the form %s as the conventions do, and nothing of what it says', async (form, type) => {
    const { told, tracer } = memory()
    const effect = { ...chat('the secret question', '0/action'), form }
    await run(trace({ tracer })(streaming['model/chat']), effect, { ...context(), tell: () => undefined })
    expect(told).toMatchObject([{ name: 'chat', kind: SpanKind.CLIENT, ended: 1 }])
    expect(told[0]?.attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.output.type': type,
      'gen_ai.request.max_tokens': 20,
      'gen_ai.usage.input_tokens': 3,
      'gen_ai.usage.output_tokens': 2,
      'chorale.digest': effectDigest(effect),
    })
    expect(JSON.stringify(told)).not.toContain('secret')
  })

  it('shows a call round its tries', async () => {
    const { told, tracer } = memory()
    const script = alone(inTurn<Walk>(E.left(away()), E.right('walked')))
    const again = retry({}, { clock: { ...clock, wait: () => Promise.resolve() }, random: () => 0 })
    const traced = trace({ tracer })
    await run(traced(again(traced(script.handler))), walk('a'))
    expect(told.map(({ name, parent, attributes }) => [name, parent, attributes['chorale.attempt']])).toEqual([
      ['errand/walk', undefined, 1],
      ['errand/walk', 'errand/walk', 1],
      ['errand/walk', 'errand/walk', 2],
    ])
  })

  it('breaks no call that it cannot describe', async () => {
    const { told, tracer } = memory()
    const bare = { _tag: 'model/generate', key: 'q' } as Generate
    const script = alone<Generate>(() => E.right(generated('all the same')))
    expect(word(await run(trace({ tracer })(script.handler), bare))).toBe('all the same')
    expect(told[0]).toMatchObject({ name: 'chat', ended: 1 })
  })

  it('does nothing where the host has no tracing', async () => {
    const handler = trace()(together(replied).handler)
    expect(word(await run(handler, question('q')))).toBe('q')
    expect((await runMany(handler, [question('a'), question('b')])).map(word)).toEqual(['a', 'b'])
  })
})
