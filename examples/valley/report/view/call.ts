import { tokensOf } from '@chorale/core/base'
import type { Call, Reply } from '@chorale/core/cf14'
import { costText, countText, plural, timeText } from '../figures.js'

/** A name and what it is. */
export interface Fact {
  readonly name: string
  readonly value: string
}

/** One resolver call as a reader sees it: with its answer, with what went wrong, or still without either. */
export interface CallView {
  readonly stage: string
  /** The stage as a noun, e.g. `column lens`. */
  readonly title: string
  /** What the call read the content through, for lenses. */
  readonly through: string
  readonly terms: readonly { readonly role: string; readonly text: string }[]
  readonly promptHash: string
  readonly answer?: AnswerView
  /** Why it failed. */
  readonly error?: string
}

/** What came back. */
export interface AnswerView {
  readonly text: string
  readonly termsUsed: readonly string[]
  readonly warnings: readonly string[]
  /** Who answered, in how long, e.g. `gpt-5-mini, 812 ms`. */
  readonly summary: string
  readonly facts: readonly Fact[]
}

const titles: { readonly [Stage in Call['stage']]: string } = {
  multiply: 'multiplication',
  column_lens: 'column lens',
  row_lens: 'row lens',
  synthesize: 'synthesis of both readings',
  lens: 'lens',
  shift: 'shift',
}

/** A call with its answer, told. */
export const callView = (call: Call): CallView => ({
  stage: call.stage,
  title: titles[call.stage],
  through: call.terms.find(({ role }) => role === 'column' || role === 'row')?.text ?? '',
  terms: call.terms.map(({ role, text }) => ({ role, text })),
  promptHash: call.promptHash,
  ...(call.reply === undefined ? {} : { answer: answerView(call.reply) }),
  ...(call.failure === undefined ? {} : { error: `${call.failure._tag}: ${call.failure.because}` }),
})

const answerView = (reply: Reply): AnswerView => ({
  text: reply.text,
  termsUsed: reply.termsUsed,
  warnings: reply.warnings,
  summary: summaryOf(reply),
  facts: [
    { name: 'Model', value: modelText(reply.resolver) },
    { name: 'Attempts', value: countText(reply.attempts) },
    { name: 'Tokens', value: tokensText(reply) },
    { name: 'Cost', value: costText(reply.costMicroUsd) },
    { name: 'Latency', value: timeText(reply.latencyMs) },
  ],
})

const summaryOf = ({ resolver, latencyMs, warnings, attempts }: Reply): string =>
  [
    resolver.model ?? resolver.type,
    timeText(latencyMs),
    ...(attempts > 1 ? [plural(attempts, 'attempt')] : []),
    ...(warnings.length > 0 ? [plural(warnings.length, 'warning')] : []),
  ].join(', ')

/** `gpt-5-mini (openai)`, `echo`. */
export const modelText = ({ type, model }: Reply['resolver']): string => (model === null ? type : `${model} (${type})`)

const tokensText = ({ usage }: Reply): string => {
  const parts = [
    `${countText(usage.input)} in`,
    ...(usage.cached > 0 ? [`${countText(usage.cached)} from cache`] : []),
    `${countText(usage.output)} out`,
    ...(usage.reasoning > 0 ? [`${countText(usage.reasoning)} reasoning`] : []),
  ]
  return tokensOf(usage) === 0 ? 'none' : parts.join(', ')
}
