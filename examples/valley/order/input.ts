import { readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { readInput, type ValleyInput } from '@chorale/core/cf14'
import type { Args } from '../args.js'
import { messageOf } from '../message.js'

const defaultProblem = new URL('../../problems/coastal-town.json', import.meta.url)

/** The most characters of an input file; a valley's input is a page, not a library. */
const MOST = 4 * 1024 * 1024

const allowed = ['problem', 'domain', 'A', 'B', 'R']

/** An input as it was given, before anything about it is known. */
export type Given = { readonly [member: string]: unknown }

/** The input from the command line or a file, or why there is none. */
export const givenInput = ({ problem, input }: Pick<Args, 'problem' | 'input'>): Either<readonly string[], Given> =>
  problem === undefined ? fromFile(input) : E.right({ problem })

/** A valley's input, checked in full, or one sentence for each fault in it. */
export const checkedInput = (given: Given | ValleyInput): Either<readonly string[], ValleyInput> => {
  const checked = readInput(given)
  if (E.isLeft(checked))
    return E.left(checked.left.findings.map((f) => `${f.path === '' ? 'the input' : f.path}: ${f.message} (${f.code})`))
  // A cast after a check: readInput has accepted every member.
  return E.right(given)
}

const fromFile = (file: string | undefined): Either<readonly string[], Given> => {
  const name = file ?? 'the default problem'
  const text = E.tryCatch(
    () => readFileSync(file ?? defaultProblem, 'utf8'),
    (thrown) => [`${name} cannot be read: ${messageOf(thrown)}`],
  )
  if (E.isLeft(text)) return text
  if (text.right.length > MOST)
    return E.left([`${name} has ${text.right.length} characters; at most ${MOST} are read.`])
  const parsed = E.tryCatch(
    () => JSON.parse(text.right) as unknown,
    (thrown) => [`${name} is no JSON: ${messageOf(thrown)}`],
  )
  if (E.isLeft(parsed)) return parsed
  const value = parsed.right
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return E.left([`${name}: wanted one JSON object with ${allowed.join(', ')}`])
  const unknown = Object.keys(value).filter((key) => !allowed.includes(key))
  return unknown.length === 0
    ? E.right({ ...value })
    : E.left(unknown.map((key) => `${key}: no such member; known are ${allowed.join(', ')} (unknown_key)`))
}
