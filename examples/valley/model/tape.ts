import { accessSync, constants, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { memory } from '@chorale/adapter-memory'
import { combine, start } from '@chorale/core'
import { valley, type ValleyInput } from '@chorale/core/cf14'
import { notFound, type EffectError } from '@chorale/core/fault'
import type { Generate, Generated } from '@chorale/core/ports'
import type { Entry } from '@chorale/core/ports/journal'
import { recording, replaying } from '@chorale/core/policy'
import type { Resolving } from '@chorale/core/testing'
import { messageOf } from '../message.js'
import { callTag } from '../store/sums.js'

/** A model that answers from a tape, or what is wrong with the tape. */
export const replayed = (file: string): Either<readonly string[], Resolving> => {
  const text = E.tryCatch(
    () => readFileSync(file, 'utf8'),
    (thrown) => [`--replay ${file} cannot be read: ${messageOf(thrown)}`],
  )
  if (E.isLeft(text)) return text
  const tape = replaying<Generate>(text.right, [callTag])
  return E.mapLeft(
    ({ findings }: { readonly findings: readonly { readonly path: string; readonly message: string }[] }) =>
      findings.map(({ path, message }) => `--replay ${file}, ${path}: ${message}.`),
  )(tape)
}

/** Whether a tape can be written there, before anything is paid for. */
export const canRecord = (file: string): Either<string, undefined> =>
  E.tryCatch(
    () => {
      accessSync(dirname(resolve(file)), constants.W_OK)
      if (existsSync(file)) accessSync(file, constants.W_OK)
      return undefined
    },
    (thrown) => `--record ${file} cannot be written: ${messageOf(thrown)}`,
  )

/**
 * Writes a tape of all answers of a run, those of earlier sittings and those taken over from another run included: the run is walked once more
 * over its own journal, and what it is answered there is recorded. The file is there whole or not at all. Gives the number of answers.
 */
export const writeTape = async (
  file: string,
  params: ValleyInput,
  entries: readonly Entry[],
): Promise<Either<string, number>> => {
  const lines: string[] = []
  const taped = recording(answersIn(entries), (line) => void lines.push(line))
  await start(valley, params, { interpreter: combine(taped, memory()) }).ending()
  return E.tryCatch(
    () => {
      writeFileSync(`${file}.new`, lines.join(''))
      renameSync(`${file}.new`, file)
      return lines.length
    },
    (thrown) => `--record ${file} cannot be written: ${messageOf(thrown)}`,
  )
}

/** Answers as a journal holds them, by the address of the call. */
const answersIn = (entries: readonly Entry[]): Resolving => {
  const outcomes = new Map<string, string>()
  for (const { kind, about, payload } of entries)
    if (kind === 'settled' && about?.tag === callTag && payload !== null) outcomes.set(about.key, payload)
  return {
    'model/generate':
      ({ key }) =>
      () => {
        const payload = outcomes.get(key)
        // A cast at the seam: the runner wrote this outcome itself.
        return Promise.resolve(
          payload === undefined ? E.left(missing(key)) : (JSON.parse(payload) as Either<EffectError, Generated>),
        )
      },
  }
}

const missing = (key: string): EffectError =>
  notFound({ doing: `record ${key}`, because: 'the run has no answer to it', next: 'Resume the run first.' })
