import type { EffectError } from '@chorale/core/fault'
import { masked } from './masked.js'
import { causesOf, firstOf, member, numberOf, textOf } from './read.js'
import { retryAfterMs } from './retry-after.js'
import { brokenStream, byCode, byName, byStatus, byWords, type Facts } from './rules.js'
import type { Scene } from './scene.js'
import { wordsOf } from './words.js'

/** A failed call: the fault, and how long the server asks to wait before the next. */
export interface Failure {
  readonly fault: EffectError
  readonly waitMs?: number
}

/** What a model threw as a member of the closed family, whatever it is; `now` reads a `Retry-After` date. By code, then status, then name, then words (spec resilience 2.2). */
export const failureOf = (thrown: unknown, scene: Scene, now: number): Failure => {
  const causes = causesOf(thrown)
  const status = statusOf(causes)
  const facts = factsOf(causes, scene, now)
  const fault =
    firstOf(causes, (cause) => byCode(textOf(cause, 'code') ?? '', facts)) ??
    (status === undefined ? undefined : byStatus(status, facts)) ??
    firstOf(causes, (cause) => byName(textOf(cause, 'name') ?? '', facts)) ??
    byWords(facts)
  return withWait(fault, facts.waitMs)
}

/** The same for what broke a stream after its first words: whatever it is, the call was taken, and nobody knows what it used. */
export const failureInStream = (thrown: unknown, scene: Scene, now: number): Failure => {
  const facts = factsOf(causesOf(thrown), scene, now)
  return withWait(brokenStream(facts), facts.waitMs)
}

const factsOf = (causes: readonly unknown[], scene: Scene, now: number): Facts => ({
  ...scene,
  found: masked(wordsOf(causes)),
  waitMs: firstOf(causes, (cause) => retryAfterMs(member(cause, 'responseHeaders'), now)),
})

const withWait = (fault: EffectError, waitMs: number | undefined): Failure =>
  waitMs === undefined ? { fault } : { fault, waitMs }

/** The HTTP status of the outermost error that has one. */
export const statusOf = (causes: readonly unknown[]): number | undefined =>
  firstOf(causes, (cause) => numberOf(cause, 'statusCode'))
