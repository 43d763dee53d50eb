import * as t from 'io-ts/lib/index.js'
import { paidCodec, type Paid } from '../../kit/fault/index.js'
import type { Chatted, Embedded } from '../../ports/model/index.js'
import type { Hit } from '../../ports/vector/index.js'

/** What is used of an answer. Handlers are the host's: what they answer is checked before it is believed. */
const chatted: t.Type<Pick<Chatted, 'text' | 'finish'>> = t.type({
  text: t.string,
  finish: t.keyof({ stop: null, length: null, declined: null, other: null }),
})

const embedded: t.Type<Pick<Embedded, 'vectors'>> = t.type({ vectors: t.readonlyArray(t.readonlyArray(t.number)) })

const searched: t.Type<{ readonly hits: readonly Hit[] }> = t.type({
  hits: t.readonlyArray(t.type({ id: t.string, score: t.number, payload: t.record(t.string, t.any) })),
})

/** A text that a model wrote; undefined where the handler answered something else. */
export const chattedIn = (answer: unknown): Pick<Chatted, 'text' | 'finish'> | undefined =>
  chatted.is(answer) ? answer : undefined

/** Vectors, one for each text asked; undefined where the handler answered something else. */
export const vectorsIn = (answer: unknown, count: number): readonly (readonly number[])[] | undefined =>
  embedded.is(answer) && answer.vectors.length === count ? answer.vectors : undefined

/** What a search found; undefined where the handler answered something else. */
export const hitsIn = (answer: unknown): readonly Hit[] | undefined =>
  searched.is(answer) && answer.hits.every(({ score }) => Number.isFinite(score)) ? answer.hits : undefined

/** What an answer says was paid for it; undefined where it says nothing that can be read. */
export const paidIn = (answer: unknown): Paid | undefined => {
  if (typeof answer !== 'object' || answer === null || !('usage' in answer) || !('costMicroUsd' in answer))
    return undefined
  const stated = { usage: answer.usage, costMicroUsd: answer.costMicroUsd, attempts: 1 }
  return paidCodec.is(stated) ? stated : undefined
}
