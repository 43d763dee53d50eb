import Table from 'cli-table3'
import { stations } from '@chorale/core/cf14'
import type { Plan } from '@chorale/core/plan'
import { modelText } from '../model/model-name.js'
import type { Order } from '../order/order.js'
import { count, many, seconds, usd, wrapped } from '../say.js'

/** What a plan is shown with. */
export interface Showing {
  readonly order: Order
  /** The run whose answers would be taken over. */
  readonly from: string | undefined
  /** Earlier runs it was learnt from. */
  readonly runs: number
  readonly width: number
}

/** A plan as a person reads it: calls by station and stage, then what they take. */
export const planText = (plan: Plan, { order, from, runs, width }: Showing): string => {
  const model = modelText(order.model)
  const remark =
    runs > 0
      ? `Learnt from ${many(runs, 'earlier run')} with ${model}.`
      : `No earlier run with ${model} is kept: answers may be short or long, and nothing is known of time.`
  return [
    ...(order.params.problem === undefined ? [] : [wrapped(order.params.problem, width), '']),
    `Plan with ${model}: ${many(plan.calls, 'call')}; none is made now.`,
    ...(plan.calls === 0 ? [] : [callTable(plan)]),
    ...amounts(plan, { order, from }),
    '',
    wrapped(remark, width),
    '',
  ].join('\n')
}

/** A plan for programs; member names are those of the other documents. */
export interface PlanDocument {
  readonly calls: number
  readonly attempts: Plan['attempts']
  readonly by: Plan['by']
  readonly reused: number
  readonly recomputed: Plan['recomputed']
  readonly tokens_read: Plan['inputTokens']
  readonly tokens_read_certain: number
  readonly tokens_written: Plan['outputTokens']
  readonly counting: Plan['counting']
  readonly cost_micro_usd: Plan['costMicroUsd']
  readonly ms: Plan['ms']
}

/** A plan as its document. */
export const planDocument = (plan: Plan): PlanDocument => ({
  calls: plan.calls,
  attempts: plan.attempts,
  by: plan.by,
  reused: plan.reused,
  recomputed: plan.recomputed,
  tokens_read: plan.inputTokens,
  tokens_read_certain: plan.knownInput.tokens,
  tokens_written: plan.outputTokens,
  counting: plan.counting,
  cost_micro_usd: plan.costMicroUsd,
  ms: plan.ms,
})

/** Stations and stages side by side: two ways to add up the same calls. */
const callTable = ({ by }: Plan): string => {
  const stationRows = Object.entries(by['station'] ?? {}).map(([number, calls]): Row => [
    `${number.padStart(2)} ${stations[Number(number) - 1]?.name ?? ''}`,
    count(calls),
  ])
  const stageRows = Object.entries(by['stage'] ?? {}).map(([stage, calls]): Row => [stage, count(calls)])
  const table = new Table({
    head: ['station', 'calls', 'stage', 'calls'],
    colWidths: [28, 9, 16, 9],
    colAligns: ['left', 'right', 'left', 'right'],
    style: { head: [], border: [], compact: true },
  })
  for (let i = 0; i < Math.max(stationRows.length, stageRows.length); i += 1)
    table.push([...(stationRows[i] ?? none), ...(stageRows[i] ?? none)])
  return table.toString()
}

type Row = readonly [string, string]
const none: Row = ['', '']

const amounts = (plan: Plan, { order, from }: Pick<Showing, 'order' | 'from'>): readonly string[] => {
  const read = `${spanText(plan.inputTokens, count)}, of which ${count(plan.knownInput.tokens)} are certain`
  const cost = plan.costMicroUsd === null ? 'no price is known' : spanText(plan.costMicroUsd, usd)
  return [
    line('calls', `${spanText(plan.attempts, count)}${plan.attempts.high > plan.calls ? ', retries included' : ''}`),
    ...(order.model._tag === 'local'
      ? [line('tokens, cost', 'none: it runs in this process')]
      : [line('tokens read', read), line('tokens written', spanText(plan.outputTokens, count)), line('cost', cost)]),
    line('time', plan.ms === null ? 'not known' : spanText(plan.ms, seconds)),
    ...(from === undefined ? [] : [line('reused', `${many(plan.reused, 'answer')} of ${from}`)]),
  ]
}

const line = (name: string, text: string): string => `${name.padEnd(16)}${text}`

type Span = Plan['attempts']

const spanText = ({ low, middle, high }: Span, say: (amount: number) => string): string =>
  low === high ? say(middle) : `${say(middle)}, between ${say(low)} and ${say(high)}`
