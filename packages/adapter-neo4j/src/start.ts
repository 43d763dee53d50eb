import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { EffectError } from '@chorale/core/fault'
import type { Config } from './config.js'
import { connect, failureOf, type Answer, type Bookmarks, type Link, type Statement } from './driver.js'
import { errorOf, oldServer, type Scene } from './faults/index.js'
import { oldestServer, ownConstraints } from './schema.js'

/** One phase of the start, by the word that stands in the report of its failure. */
interface Phase {
  readonly name: string
  readonly carryOut: (link: Link, config: Config) => Promise<EffectError | undefined>
}

const scene = (name: string): Scene => ({ doing: `start (${name})` })

const nothing = { parameters: {} }

/** Strictly in this order; the store is ready behind the last. */
const phases: readonly Phase[] = [
  {
    name: 'verify',
    carryOut: async (link) => {
      const agent = await link.server()
      return isSupported(agent) ? undefined : oldServer(scene('verify'), agent, `Neo4j ${oldestText}`)
    },
  },
  {
    name: 'warm up',
    carryOut: async (link, { pool, timeouts }) => {
      // All at once: one after the other would use the same connection.
      const trials = Array.from({ length: pool.minIdle }, async () => {
        const transaction = link.begin('read', timeouts.startMs)
        try {
          await transaction.run({ text: 'RETURN 1', ...nothing })
        } finally {
          await transaction.close()
        }
      })
      await Promise.all(trials)
      return undefined
    },
  },
  {
    name: 'schema',
    carryOut: async (link, { timeouts }) => {
      for (const text of ownConstraints) await altered(link, { text, ...nothing }, timeouts.startMs)
      await link.alone(
        { text: `CALL db.awaitIndexes(${Math.ceil(timeouts.startMs / 1000)})`, ...nothing },
        timeouts.startMs,
      )
      return undefined
    },
  },
]

const oldestText = `${oldestServer.major}.${oldestServer.minor}`

/** `Neo4j/5.26.0`, or `Neo4j/2025.08.0` since the versions are years. */
const isSupported = (agent: string): boolean => {
  const [major = 0, minor = 0] = (/^Neo4j\/(\d+)\.(\d+)/u.exec(agent) ?? []).slice(1).map(Number)
  return major > oldestServer.major || (major === oldestServer.major && minor >= oldestServer.minor)
}

/** What is said to be there by whoever was a moment slower than somebody else. */
const overtaken = /^Neo\.ClientError\.Schema\.(?:EquivalentSchemaRule|ConstraintWithName|IndexWithName)AlreadyExists$/u

/** Changes the schema; `IF NOT EXISTS` does not hold between two who ask at the same moment: the second asks once more. */
export const altered = async (link: Link, statement: Statement, ms: number): Promise<Answer> => {
  try {
    return await link.alone(statement, ms)
  } catch (thrown) {
    if (overtaken.test(failureOf(thrown)?.code ?? '')) return link.alone(statement, ms)
    throw thrown
  }
}

/** A start that is under way. */
export interface Starting {
  readonly outcome: Promise<Either<EffectError, Link>>
  /** Closes what was opened so far: a server that hangs would keep it for ever. */
  readonly giveUp: () => void
}

/** Connects and carries out all phases. Where one fails, nothing stays open. */
export const start = (config: Config, seen: Bookmarks): Starting => {
  try {
    const link = connect(config, seen)
    return { outcome: carriedOut(link, config), giveUp: () => leave(link) }
  } catch (thrown) {
    const refusal = E.left(errorOf(scene('connect'), thrown, 'not sent'))
    return { outcome: Promise.resolve(refusal), giveUp: () => undefined }
  }
}

const carriedOut = async (link: Link, config: Config): Promise<Either<EffectError, Link>> => {
  for (const { name, carryOut } of phases) {
    const refusal = await carryOut(link, config).catch((thrown: unknown) => errorOf(scene(name), thrown, 'not sent'))
    if (refusal === undefined) continue
    leave(link)
    return E.left(refusal)
  }
  return E.right(link)
}

/** Closes a pool behind the scenes: a server that hangs would hold up whoever waited for it. */
export const leave = (link: Link): void => void link.close().catch(() => undefined)
