import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { EffectError } from '@chorale/core/fault'
import type { Acknowledged, JournalAppend, RunRecord } from '@chorale/core/ports/journal'
import { checksumOf } from '../checksum.js'
import { findBody, planOf, remember, selectLast, type Body, type Memory, type Plan } from '../compile/append.js'
import { inserts } from '../compile/packed.js'
import { recordCells, updateRun } from '../compile/runs.js'
import type { Found } from '../decode/run.js'
import type { Connection } from '../driver.js'
import { fence, misplaced, noSuchWord, type Scene } from '../faults/index.js'
import { kinds, statuses } from '../schema.js'
import type { Opened, Session } from '../session.js'
import { carried } from './carried.js'
import { findRun } from './find-run.js'

/** Answers `journal/append`: one transaction, on the disk before it is acknowledged. */
export const append = (session: Session) =>
  carried((effect: JournalAppend): Either<EffectError, Acknowledged> => {
    const scene = { doing: 'append to a journal', ids: { run: effect.run } }
    return pipe(
      session.write(scene, 'reserve', (opened) =>
        pipe(
          findRun(scene, opened.connection, effect.run),
          E.chain((found) => {
            const fault = faultOf(scene, found.record.next, effect)
            return fault === undefined ? E.right(written(opened, found, effect)) : E.left(fault)
          }),
        ),
      ),
      E.map(({ next, memory, plan }) => {
        // Only now: what was rolled back is not there to be referred to.
        remember(memory, plan)
        return session.isFull() ? { next, isFull: true } : { next }
      }),
    )
  })

const faultOf = (scene: Scene, next: number, { expected, entries, status }: JournalAppend): EffectError | undefined => {
  if (next !== expected) return fence(scene, expected, next)
  const off = entries.findIndex(({ sequence }, i) => sequence !== expected + i)
  if (off !== -1) return misplaced(scene, Number(entries[off]?.sequence), expected + off)
  if (!statuses.includes(status)) return noSuchWord(scene, 'status', status)
  const wrong = entries.find(({ kind }) => !kinds.includes(kind))
  return wrong === undefined ? undefined : noSuchWord(scene, 'kind', wrong.kind)
}

interface Written {
  readonly next: number
  readonly memory: Memory
  readonly plan: Plan
}

const written = (opened: Opened, { id, record }: Found, { entries, status, at }: JournalAppend): Written => {
  const { connection } = opened
  const memory = memoryOf(opened, id)
  const [payload, label] = connection.read(selectLast(id))[0] ?? []
  const plan = planOf(entries, { run: id, label: Number(label ?? 0) + 1 }, memory)
  const numbers = kept(connection, plan.bodies, Math.max(Number(payload ?? 0), 1) + 1)
  for (const request of inserts('INTO labels', plan.labels)) connection.run(request)
  for (const request of inserts('INTO entries', plan.rows(numbers))) connection.run(request)
  const next = record.next + entries.length
  const updated: RunRecord = { ...record, status, next, hash: entries.at(-1)?.hash ?? record.hash, updatedAt: at }
  connection.run(updateRun(id, updated, checksumOf(recordCells(updated))))
  return { next, memory, plan }
}

/** How many runs a connection remembers; the one it met first is forgotten first. */
const mostRuns = 64

/** Begins empty: to read the labels of a long run would make its resume wait longer than a few more rows are worth. */
const memoryOf = ({ memories }: Opened, run: number): Memory => {
  const known = memories.get(run)
  if (known !== undefined) return known
  const memory: Memory = { labels: new Map(), out: new Map() }
  for (const oldest of [...memories.keys()].slice(0, memories.size - mostRuns + 1)) memories.delete(oldest)
  memories.set(run, memory)
  return memory
}

/** Keeps payloads, and says which number each has: a new one, counted from the first that is free, or that of an equal payload. */
const kept = (connection: Connection, bodies: readonly Body[], first: number): readonly number[] => {
  const numbers: number[] = []
  const rows = bodies.map(({ prefix, text }, i) => [first + i, prefix, text])
  for (const request of inserts('OR IGNORE INTO payloads', rows)) {
    const from = numbers.length
    const chunk = bodies.slice(from, from + request.values.length / 3)
    const isNew = connection.run(request) === chunk.length
    for (const [i, body] of chunk.entries())
      numbers.push(isNew ? first + from + i : numberOf(connection, body, first + from + i))
  }
  return numbers
}

const numberOf = (connection: Connection, body: Body, free: number): number => {
  const [known] = connection.read(findBody(body))[0] ?? []
  if (typeof known === 'number') return known
  // Another payload begins with the same bits: this one stays out of the index, so that it is kept, if not found again.
  connection.run({ sql: 'INSERT INTO payloads VALUES (?, NULL, ?)', values: [free, body.text] })
  return free
}
