import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Effect } from '@chorale/core/effect'
import type { EffectError } from '@chorale/core/fault'
import { illegalInput, type Machine } from '@chorale/core/machine'
import type { Answered, Ask, Generate, Generated, Wake } from '@chorale/core/ports'
import type { GraphUpsert } from '@chorale/core/ports/graph'
import type { Chat } from '@chorale/core/ports/model'

/** How a job of the house is done. */
export type Kind = 'think' | 'talk' | 'buy' | 'mail' | 'write' | 'ask' | 'wait'

/** A job: what it says is made of its own words and of what the jobs before it gave. */
export interface Job {
  readonly id: string
  readonly kind: Kind
  readonly says: string
  readonly needs: readonly string[]
}

/** Buys something: not to be repeated without a decision, and its price is in no result. */
export type Buy = Effect<'shop/buy', { readonly receipt: string }> & { readonly thing: string; readonly try: number }
/** Sends a letter: a person decides whether to send it again. */
export type Mail = Effect<'mail/send', { readonly letter: string }> & { readonly text: string; readonly try: number }

/** What the house can ask for. */
export type HouseEffect = Generate | Chat | Buy | Mail | GraphUpsert | Ask | Wake

/** The state of a house: what is out, and what has come of each job. */
export interface State {
  readonly jobs: readonly Job[]
  readonly out: { readonly [key: string]: string }
  readonly tries: { readonly [id: string]: number }
  readonly got: { readonly [id: string]: string }
  readonly told: number
  /** What was heard of a talk so far, by key. */
  readonly parts: { readonly [key: string]: string }
}

/** The types of {@link house}. */
export interface HouseTypes {
  readonly params: readonly Job[]
  readonly state: State
  readonly effect: HouseEffect
  readonly message: { readonly note: number }
  readonly response: string
  readonly result: { readonly [id: string]: string }
}

/** A short word for a text: what the outside makes of it. */
export const wordOf = (text: string): string => {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return (h >>> 0).toString(36)
}

/**
 * A small program for the simulator: jobs of every kind, one after the other, side by side and joined again. A job that fails is tried
 * again under another key, so that the result is the same whatever fails; what each job gives depends on all before it.
 */
export const house: Machine<HouseTypes> = {
  name: 'house',
  version: 1,
  initial: { jobs: [], out: {}, tries: {}, got: {}, told: 0, parts: {} },
  step: (state, input) => {
    switch (input._tag) {
      case 'started':
        return E.right(send({ ...state, jobs: input.params }, input.at, ['started']))
      case 'told':
        return E.right({
          state: { ...state, told: state.told + 1 },
          responses: [`told ${input.message.note}`],
          effects: [],
        })
      case 'arrived': {
        const { from, text } = input.partial
        const before = state.parts[input.key] ?? ''
        if (state.out[input.key] === undefined || from > before.length)
          return E.left(illegalInput('hear of a talk', `${input.key} goes on at ${from} after ${before.length}`))
        const parts = { ...state.parts, [input.key]: `${before.slice(0, from)}${text}` }
        return E.right({ state: { ...state, parts }, responses: [`${input.key} at ${from}`], effects: [] })
      }
      case 'settled': {
        const { [input.key]: id, ...out } = state.out
        const job = state.jobs.find((other) => other.id === id)
        if (job === undefined) return E.left(illegalInput('hear of a job', `nobody asked for ${input.key}`))
        const heard = givenBy(input.outcome)
        if (heard === undefined) return E.right(send({ ...state, out }, input.at, [`${input.key} failed`]))
        return E.right(send({ ...state, out, got: { ...state.got, [job.id]: heard } }, input.at, [`${input.key} done`]))
      }
    }
  },
  status: ({ jobs, got }) => (jobs.length > 0 && jobs.every(({ id }) => got[id] !== undefined) ? 'done' : 'running'),
  result: ({ jobs, got }) => Object.fromEntries(jobs.map(({ id }) => [id, got[id] ?? ''])),
  labels: ({ key }) => ({ job: key.split('#')[0] ?? key }),
}

/** Asks for all that is ready and not out. */
const send = (before: State, now: number, responses: readonly string[]) => {
  const { jobs, got } = before
  const busy = new Set(Object.values(before.out))
  const ready = jobs.filter(
    ({ id, needs }) => got[id] === undefined && !busy.has(id) && needs.every((other) => got[other] !== undefined),
  )
  let { out, tries } = before
  const effects: HouseEffect[] = []
  for (const job of ready) {
    const count = (tries[job.id] ?? 0) + 1
    const effect = effectOf(job, { text: textOf(job, got), count, now })
    effects.push(effect)
    tries = { ...tries, [job.id]: count }
    out = { ...out, [effect.key]: job.id }
  }
  return { state: { ...before, out, tries }, responses, effects }
}

const textOf = ({ says, needs }: Job, got: State['got']): string => [says, ...needs.map((id) => got[id])].join(' ')

interface Order {
  readonly text: string
  readonly count: number
  readonly now: number
}

const effectOf = ({ id, kind }: Job, { text, count, now }: Order): HouseEffect => {
  const key = `${id}#${count}`
  switch (kind) {
    case 'think':
      return thought(key, text, count)
    case 'talk':
      return speech(key, text, count)
    case 'buy':
      return { _tag: 'shop/buy', key, thing: text, try: count }
    case 'mail':
      return { _tag: 'mail/send', key, text, try: count }
    case 'write':
      return {
        _tag: 'graph/upsert',
        key,
        nodes: [{ label: 'Note', id: wordOf(text), properties: { text } }],
        relationships: [],
      }
    case 'ask':
      return { _tag: 'person/ask', key, question: text }
    case 'wait':
      return { _tag: 'clock/wake', key, until: now + 5 + (text.length % 7) * 40 }
  }
}

const thought = (key: string, text: string, count: number): Generate => ({
  _tag: 'model/generate',
  key,
  prompt: { system: `try ${count}`, user: text },
  contract: { name: 'word', fields: [] },
  sampling: { temperature: 0, topP: 1, seed: 1, maxTokens: 20 },
})

const speech = (key: string, text: string, count: number): Chat => ({
  _tag: 'model/chat',
  key,
  messages: [
    { role: 'system', content: `try ${count}` },
    { role: 'user', content: text },
  ],
  sampling: { temperature: 0, topP: 1, seed: 1, maxTokens: 20 },
  delivery: 'pieces',
  form: null,
})

/** What a job gave; nothing where it is to be tried again. */
const givenBy = (outcome: Either<EffectError, unknown>): string | undefined => {
  if (E.isLeft(outcome)) {
    const { _tag } = outcome.left
    return ['Unavailable', 'TimedOut', 'BadAnswer', 'Defect'].includes(_tag) ? undefined : `!${_tag}`
  }
  // A cast at the seam: one place for what all kinds give.
  const { answer, receipt, letter, nodes, at, text } = outcome.right as Partial<
    Omit<Generated, 'answer'> &
      Omit<Answered, 'answer'> & {
        readonly answer: unknown
        readonly receipt: string
        readonly letter: string
        readonly nodes: number
        readonly at: number
        readonly text: string
      }
  >
  if (at !== undefined) return 'awake'
  return JSON.stringify(answer ?? receipt ?? letter ?? nodes ?? text)
}
