import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Labels } from '@chorale/core/effect'
import { thrownText } from '@chorale/core/fault'
import type { Entry, RunRecord, Snapshot } from '@chorale/core/ports/journal'
import type { Row } from '../driver.js'
import { runOut, textOut } from '../text.js'

/** What decoding gives; in words, what is not as it was written. */
export const readable = <A>(decode: () => A): Either<string, A> => {
  try {
    return E.right(decode())
  } catch (thrown) {
    return E.left(`a row is not what was written: ${thrownText(thrown)}`)
  }
}

/** An entry; throws where a column is of another kind. By hand, and no column twice: reading a long run waits for this. */
export const entryOf = (row: Row): Entry => {
  const [sequence, at, kind, key, tag, digest, labels, amount, sourceRun, sourceSequence, payloadHash, payload, hash] =
    row
  return {
    sequence: numberOut(sequence),
    at: numberOut(at),
    // A cast at the seam: the word was written by us.
    kind: textOut(kind) as Entry['kind'],
    about: isAbsent(key)
      ? null
      : {
          key: textOut(key),
          tag: textOut(tag),
          digest: textOut(digest),
          // A cast as above.
          labels: JSON.parse(textOut(labels)) as Labels,
        },
    amount: isAbsent(amount) ? null : amountOut(amount),
    source: isAbsent(sourceRun) ? null : { run: textOut(sourceRun), sequence: numberOut(sourceSequence) },
    payloadHash: textOut(payloadHash),
    payload: isAbsent(payload) ? null : textOut(payload),
    hash: textOut(hash),
  }
}

const isAbsent = (found: unknown): boolean => found === null || found === undefined

const numberOut = (found: unknown): number => {
  if (typeof found === 'number') return found
  throw new TypeError('a number was written, and something else is there')
}

const amountOut = (found: unknown): Entry['amount'] => {
  // A cast at the seam: what is no list throws.
  const [attempts, input, cached, output, reasoning, cost] = found as readonly unknown[]
  return {
    usage: {
      input: numberOut(input),
      cached: numberOut(cached),
      output: numberOut(output),
      reasoning: numberOut(reasoning),
    },
    costMicroUsd: cost === undefined ? null : numberOut(cost),
    attempts: numberOut(attempts),
  }
}

/** A run's record from its eleven columns. */
export const recordOf = (row: Row): RunRecord => {
  const [run, program, version, labels, parentRun, parentSequence, status, next, hash, createdAt, updatedAt] = row
  return {
    run: runOut(run),
    program: { name: textOut(program), version: numberOut(version) },
    // Casts at the seam: what is no list throws, and the texts were written by us.
    labels: Object.fromEntries((labels as readonly string[]).map((text) => JSON.parse(text) as [string, string])),
    parent: isAbsent(parentRun) ? null : { run: textOut(parentRun), sequence: numberOut(parentSequence) },
    status: textOut(status) as RunRecord['status'],
    next: numberOut(next),
    hash: textOut(hash),
    createdAt: numberOut(createdAt),
    updatedAt: numberOut(updatedAt),
  }
}

/** A snapshot from the four columns behind a record; null where there is none. */
export const snapshotOf = (row: Row): Snapshot | null => {
  const [next, hash, state, stateHash] = row.slice(11)
  if (isAbsent(next)) return null
  return { next: numberOut(next), hash: textOut(hash), state: textOut(state), stateHash: textOut(stateHash) }
}
