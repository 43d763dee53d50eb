import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { valley } from '@chorale/core/cf14'
import { describe } from '@chorale/core/fault'
import type { Entry, RunRecord } from '@chorale/core/ports/journal'
import { verify } from '@chorale/core/run'
import type { RunDocument } from '../shown/document.js'
import { pastOf } from '../store/past.js'
import { storeAt } from '../store/store.js'
import { callTag } from '../store/sums.js'
import { answerTo, contentKey, modelServer, type Asked, type ModelServer } from '../testing/model-server.js'
import { momentOf, type Moment } from './moments.js'
import { sit, type Sitting } from './sitting.js'

/** What the journal held and the server had been asked when a worker was killed. */
export interface Kill {
  readonly moment: Moment
  readonly asked: number
  /** What the worker said on standard error. */
  readonly said: string
  readonly record: RunRecord | undefined
  readonly journal: Calls
  readonly requests: ReadonlyMap<string, number>
}

/** Calls of a run by their content. */
export interface Calls {
  readonly settled: ReadonlySet<string>
  /** Sent, and no outcome kept. */
  readonly out: ReadonlySet<string>
}

/** One run, from its first worker to its end. */
export interface Round {
  readonly kills: readonly Kill[]
  readonly code: number | null
  readonly said: string
  readonly document: RunDocument | undefined
  readonly requests: ReadonlyMap<string, number>
  /** How long its last worker took until it asked something. */
  readonly startMs: number
  /** What a check of the whole run against today's program said; undefined where nothing is amiss. */
  readonly amiss: string | undefined
}

/** Milliseconds a question takes: from few to some, by its content. */
const delayOf = (asked: Asked): number => 5 + (Number.parseInt(contentKey(asked).slice(0, 4), 16) % 40)

/** How a run is disturbed. */
export interface Disturbance {
  /** Kills at most. */
  readonly most: number
  readonly chance: () => number
  /** How long a worker takes until it asks something, and how many questions a whole run has. */
  readonly startMs: number
  readonly calls: number
}

/** Kills a run's workers at random moments until it is done or there have been enough, then lets it end. */
export const round = async (folder: string, { most, chance, startMs, calls }: Disturbance): Promise<Round> => {
  mkdirSync(folder, { recursive: true })
  const server = await modelServer((asked) => ({ _tag: 'text', text: answerTo(asked), afterMs: delayOf(asked) }))
  const store = join(folder, 'store')
  const args = [
    ...['--json', '--store', `local:${store}`, '--out', join(folder, 'out')],
    ...['--model', 'openai-compatible:tiny', '--model-url', server.url],
  ]
  const kills: Kill[] = []
  try {
    for (;;) {
      const moment = kills.length < most ? momentOf(chance, startMs, kills.length === 0 ? 'first' : 'later') : undefined
      const sitting = await sit({ folder, args, server, calls }, moment)
      const kept = await keptIn(store)
      if (sitting.wasKilled && moment !== undefined)
        kills.push({ moment, asked: sitting.asked, said: sitting.err, ...kept, requests: server.requests() })
      // A worker that was killed when it had shown everything has done.
      if (sitting.out !== '' || !sitting.wasKilled) return roundOf({ kills, sitting, server, amiss: kept.amiss })
    }
  } finally {
    await server.close()
  }
}

interface Ended extends Pick<Round, 'kills' | 'amiss'> {
  readonly sitting: Sitting
  readonly server: ModelServer
}

const roundOf = ({ kills, amiss, sitting, server }: Ended): Round => ({
  ...{ kills, amiss, startMs: sitting.startMs },
  // What a worker said that was killed is looked at with its kill.
  said: sitting.wasKilled ? '' : sitting.err,
  code: sitting.wasKilled ? 0 : sitting.code,
  // A cast at the seam: this is what `--json` prints.
  document: sitting.out === '' ? undefined : (JSON.parse(sitting.out) as RunDocument),
  requests: server.requests(),
})

interface Kept {
  readonly record: RunRecord | undefined
  readonly journal: Calls
  readonly amiss: string | undefined
}

/** What a store holds of its only run, read while nobody works at it. */
const keptIn = async (directory: string): Promise<Kept> => {
  const store = storeAt({ _tag: 'local', directory })
  const past = pastOf(store)
  try {
    const runs = await past.runs({})
    const record = E.isRight(runs) ? runs.right[0] : undefined
    const nothing = { record, journal: callsIn([]) }
    if (E.isLeft(runs)) return { ...nothing, amiss: runs.left.lines.join(' ') }
    if (runs.right.length > 1) return { ...nothing, amiss: `${runs.right.length} runs where there is one command` }
    if (record === undefined) return { ...nothing, amiss: undefined }
    const entries = await past.entries(record.run, 'all')
    if (E.isLeft(entries)) return { ...nothing, amiss: entries.left.lines.join(' ') }
    const checked = await verify(valley, { journal: store.handlers, run: record.run })()
    return { record, journal: callsIn(entries.right), amiss: amissIn(checked) }
  } finally {
    await store.close()
  }
}

type Checked = Awaited<ReturnType<ReturnType<typeof verify>>>

const amissIn = (checked: Checked): string | undefined => {
  if (E.isLeft(checked)) return describe(checked.left)
  const { difference, refused } = checked.right
  return difference === null && refused === null ? undefined : JSON.stringify({ difference, refused })
}

const callsIn = (entries: readonly Entry[]): Calls => {
  const contents = new Map<string, string>()
  const [settled, out] = [new Set<string>(), new Set<string>()]
  for (const { kind, about, payload } of entries) {
    if (about?.tag !== callTag) continue
    if (kind === 'sent' && payload !== null) {
      // A cast at the seam: what was sent to a model holds its prompt.
      const { prompt } = JSON.parse(payload) as { readonly prompt: Asked }
      contents.set(about.key, contentKey(prompt))
    }
    const content = contents.get(about.key) ?? ''
    if (kind === 'sent') out.add(content)
    else out.delete(content)
    if (kind === 'settled') settled.add(content)
  }
  return { settled, out }
}
