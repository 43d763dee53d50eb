import { setTimeout as passing } from 'node:timers/promises'
import * as E from 'fp-ts/lib/Either.js'
import { memory } from '@chorale/adapter-memory'
import { combine, type Interpreter } from '@chorale/core/effect'
import { orReject } from '@chorale/core/fault'
import type { JournalEffect } from '@chorale/core/ports/journal'
import { start } from '@chorale/core/run'
import { doctor, outbox } from '@chorale/core/views'
import type { Neo4jAddress, QdrantAddress, Started } from '@chorale/rig'
import { contentsOf, differences } from './contents.js'
import { components, program } from './program.js'
import { settingOf, slowly, type Addresses, type Asked, type Setting, type Stores } from './setting.js'

/** The servers of a round, which may be killed. */
export interface Servers {
  readonly neo4j: Started<Neo4jAddress>
  readonly qdrant: Started<QdrantAddress>
}

/** What came of a round. */
export interface Round {
  readonly kills: { readonly neo4j: number; readonly qdrant: number }
  /** Times the program was started: one, and one more for each time that its journal was away for too long. */
  readonly sittings: number
  readonly asked: readonly Asked[]
  readonly opened: number
  readonly contents: number
  readonly violations: readonly string[]
}

const context = { run: 'setup', attempt: 1, signal: new AbortController().signal }

/** One run and what is done to its servers meanwhile. */
export interface Plan {
  readonly run: string
  /** Where the journal is kept: beside the graph, or in this process. */
  readonly journal: 'neo4j' | 'memory'
  /** Told when the run has ended. */
  readonly disturb: (ended: AbortSignal) => Promise<Round['kills']>
}

/** One run, carried to its end while something is done to its servers. */
export const round = async (at: Addresses, { run, journal, disturb }: Plan): Promise<Round> => {
  const asked: Asked[] = []
  let opened = 0
  const tell = ({ _tag }: { readonly _tag: string }) => void (opened += _tag === 'opened' ? 1 : 0)
  const { stores, shadow, ready, close } = settingOf(at, { asked: (each) => void asked.push(each), tell })
  await ready()
  const collection = { _tag: 'vector/collection', key: 'c', ...components } as const
  await orReject(stores['vector/collection'](collection, context)())
  const ended = new AbortController()
  const disturbed = disturb(ended.signal)
  const { sittings, digests } = await carried(run, stores, journal === 'neo4j' ? stores : memory())
  ended.abort()
  const kills = await disturbed
  const violations = [
    ...(digests === (await undisturbed()) ? [] : ['its digests are not those of a run that nobody disturbed']),
    ...(await amiss(run, { stores, shadow })),
  ]
  const contents = (await contentsOf(stores, run, components.collection)).size
  await close()
  return { kills, sittings, asked, opened, contents, violations }
}

/** Starts the program and starts it again, until it has ended: the same command, as often as it takes. */
const carried = async (run: string, stores: Stores, journal: Interpreter<JournalEffect>) => {
  const interpreter = combine(slowly(15), stores)
  const limits = { 'model/generate': 4 }
  const options = { interpreter, journal, run, existing: 'resume' as const, limits }
  for (let sittings = 1; ; sittings += 1) {
    const ending = await start(program, { ...question, threadId: run }, options).ending()
    if (E.isRight(ending)) {
      const { status, result } = ending.right
      if (status === 'done') return { sittings, digests: digestsOf(result) }
      return Promise.reject(new Error(`the run ended as ${status}: ${result.warnings.join(', ')}`))
    }
    const { left } = ending
    if (left._tag !== 'JournalFailed') return Promise.reject(new Error(`${left._tag}: ${left.doing}`))
    if (sittings > 100) return Promise.reject(new Error(`${left.doing}: ${left.because}`))
    await passing(200)
  }
}

const question = { problem: 'How should a coastal town adapt to rising seas?' } as const

const digestsOf = ({ matrices }: { readonly matrices: readonly { readonly digest: string }[] }): string =>
  matrices.map(({ digest }) => digest).join()

let straight: Promise<string> | undefined
const undisturbed = (): Promise<string> =>
  (straight ??= (async () => {
    const stores = memory()
    await stores['vector/collection']({ _tag: 'vector/collection', key: 'c', ...components }, context)()
    const { result } = await start(program, question, { interpreter: combine(slowly(0), stores) }).result()
    return digestsOf(result)
  })())

/** What the stores do not hold of what they acknowledged, and what the doctor finds after the outbox was emptied. */
const amiss = async (run: string, { stores, shadow }: Pick<Setting, 'stores' | 'shadow'>) => {
  const carriedOver = await start(outbox, { views: [components] }, { interpreter: stores }).result()
  const found = await contentsOf(stores, run, components.collection)
  const wanted = await contentsOf(shadow, run, components.collection)
  const looked = await start(
    doctor,
    { views: [components], mode: 'look' },
    { interpreter: combine(slowly(0), stores) },
  ).result()
  return [
    ...carriedOver.result.faults.map(({ because }) => `the outbox: ${because}`),
    ...differences(found, wanted),
    ...looked.result.drift.map(({ _tag, id }) => `the doctor: ${_tag} ${id}`),
    ...looked.result.faults.map(({ because }) => `the doctor: ${because}`),
    ...([...found.keys()].filter((name) => name.startsWith('point ')).length === 167
      ? []
      : ['there are not 167 points']),
    ...([...found.keys()].filter((name) => name.startsWith('Component ')).length === 167
      ? []
      : ['there are not 167 components']),
  ]
}
