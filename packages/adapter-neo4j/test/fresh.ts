import { randomBytes } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { afterEach } from 'vitest'
import type { Context } from '@chorale/core/effect'
import type { EffectError } from '@chorale/core/fault'
import type { Neo4jAddress } from '@chorale/rig'
import { neo4j, type Neo4jOptions, type Neo4jStore } from '../src/index.js'

const stores: Neo4jStore[] = []

afterEach(async () => {
  for (const store of stores.splice(0)) await store.close(1000)
})

/** Options for a server of the rig. */
export const optionsFor = ({ uri, user, password }: Neo4jAddress, more: Partial<Neo4jOptions> = {}): Neo4jOptions => ({
  uri,
  auth: password === undefined ? { _tag: 'none' } : { _tag: 'basic', username: user ?? 'neo4j', password },
  ...more,
})

/** The server is shared with other tests on a busy machine: what is not about time has enough of it. */
export const patient = { connectMs: 30_000, readMs: 60_000, writeMs: 60_000, startMs: 120_000 }

/** A store that is closed behind its test. */
export const opened = (address: Neo4jAddress, more: Partial<Neo4jOptions> = {}): Neo4jStore => {
  const store = neo4j(optionsFor(address, { timeouts: patient, ...more }))
  stores.push(store)
  return store
}

/** A name nobody else has. */
export const fresh = (word: string): string => `${word}_${randomBytes(6).toString('hex')}`

/** On whose behalf the tests ask. */
export const context: Context = { run: 'r', attempt: 1, signal: new AbortController().signal }

/** The right side; a left one fails the test with its words. */
export const right = <A>(outcome: Either<EffectError, A>): A => {
  if (E.isLeft(outcome)) throw new Error(`${outcome.left._tag}: ${outcome.left.doing}: ${outcome.left.because}`)
  return outcome.right
}

/** The left side. */
export const left = (outcome: Either<EffectError, unknown>): EffectError => {
  if (E.isRight(outcome)) throw new Error(`it went well: ${JSON.stringify(outcome.right)}`)
  return outcome.left
}

/** What two stores must agree in: the result, or what kind of failure it is and whom it concerns. */
export const seen = (outcome: Either<EffectError, unknown>): unknown => {
  if (E.isRight(outcome)) return outcome.right
  const { _tag, retryable, applied, ids } = outcome.left
  return { _tag, retryable, applied, ids }
}
