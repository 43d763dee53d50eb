/** Fills a small disk, and says what happened. A file of the test's own takes space that can be given back. */
import { closeSync, existsSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { Entry } from '@chorale/core/ports/journal'
import { local } from '../../src/index.js'
import { breakIn, chained, right, said } from '../said.js'

const [root = ''] = process.argv.slice(2)
const directory = join(root, 'store')
const stuff = join(root, 'stuff')
const MiB = 1024 * 1024
writeFileSync(stuff, Buffer.alloc(3 * MiB, 1))
const opened = local({ directory, ballastBytes: MiB })
const store = said(opened)
const entries = chained(4000, 'r', 'shore '.repeat(100))
let next = 0

/** Takes what is left of the disk. */
const fillDisk = (): void => {
  const file = openSync(stuff, 'w')
  for (let bytes = MiB; bytes >= 4096;) {
    try {
      writeSync(file, Buffer.alloc(bytes, 1))
    } catch {
      bytes /= 4
    }
  }
  closeSync(file)
}

const append = async (count: number) => {
  const outcome = await store.append(next, entries.slice(next, next + count))
  if (E.isRight(outcome)) next = outcome.right.next
  return outcome
}

/** Appends while it is acknowledged as wanted; what came instead. */
const appendWhile = async (isFull: boolean) => {
  for (let times = 0; ; times += 1) {
    const outcome = await append(16)
    if (E.isLeft(outcome) || (outcome.right.isFull ?? false) !== isFull) return { times, outcome }
  }
}

const kept = async (handlers = store) => {
  const found: readonly Entry[] = right(await handlers.read()).entries
  return { count: found.length, chain: breakIn(found) ?? 'whole' }
}

right(await store.create())
right(await store.create({ run: 'old' }))
right(await store.gather())
right(await store.append(0, chained(9, 'old'), { run: 'old' }))
const ballastBefore = existsSync(join(directory, 'ballast'))
const first = await appendWhile(false)
const acknowledged = next
const dropped = await store.drop('old')
const second = await appendWhile(true)
const last = next
const node = await store.upsert([{ label: 'Cell', id: '1', properties: { text: 'shore '.repeat(20_000) } }])
const point = await store.put([{ id: 'p', vector: [1, 0, 0], payload: { text: 'shore '.repeat(20_000) } }])
const other = await store.create({ run: 'other', labels: { about: 'shore '.repeat(20_000) } })
const whenFull = await kept()
await opened.close()
const reopened = local({ directory, ballastBytes: MiB })
const whenReopened = await kept(said(reopened))
await reopened.close()
rmSync(stuff)
const third = await append(1)
const fourth = await append(1)
const upTo = next
// Full again, this time by somebody else, with the reserve in its place: nothing new takes it, what is under way does.
await opened.close()
right(await store.load())
fillDisk()
const words = 'shore '.repeat(400_000)
const newRun = await store.create({ run: 'new', labels: { about: words } })
const newSnapshot = await store.snapshot({ next: 0, hash: '', state: words, stateHash: '' })
const ballastThen = existsSync(join(directory, 'ballast'))
const underWay = await store.append(next, [
  { ...entries[next], sequence: next, payload: words.slice(0, MiB / 2) } as Entry,
])
const again = { newRun, newSnapshot, ballastThen, underWay, ballastGone: !existsSync(join(directory, 'ballast')) }
const answer = {
  again,
  upTo,
  ballastBefore,
  first,
  acknowledged,
  second,
  last,
  node,
  point,
  other,
  whenFull,
  whenReopened,
  third,
  fourth,
  dropped,
}
process.stdout.write(`${JSON.stringify({ ...answer, end: await kept() })}\n`)
