import { join, resolve } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { badInput, type BadInput, type Finding } from '@chorale/core/fault'

/** What a host says; `{ directory }` is enough. */
export interface LocalOptions {
  /** Where the store lies; made where it is missing. One directory is one store; `.chorale` is the customary name. */
  readonly directory: string
  /** Bytes kept in reserve for the day the disk is full: 8 MiB unless told, at most 1 GiB; 0 for none. */
  readonly ballastBytes?: number
  /** How long to wait for another writer, in milliseconds: 5,000 unless told, at most 10 minutes. The thread waits with it. */
  readonly busyMs?: number
}

/** Options that were checked, with every value in its place. */
export interface Config {
  readonly directory: string
  /** The database file. */
  readonly database: string
  /** The file that holds the reserve. */
  readonly ballast: string
  readonly ballastBytes: number
  readonly busyMs: number
}

const MiB = 1024 * 1024

/** Checks options, with a path to each fault. */
export const checkOptions = (options: LocalOptions): Either<BadInput, Config> => {
  // A cast for the host without types, who may pass anything.
  const {
    directory,
    ballastBytes = 8 * MiB,
    busyMs = 5000,
  } = (options as LocalOptions | undefined) ?? { directory: '' }
  const findings = [
    ...directoryFindings(directory),
    ...outside('ballastBytes', ballastBytes, 1024 * MiB),
    ...outside('busyMs', busyMs, 600_000),
  ]
  if (findings.length > 0) return E.left(badInput('set up the local store', findings))
  const place = resolve(directory)
  return E.right({
    directory: place,
    database: join(place, 'chorale.db'),
    ballast: join(place, 'ballast'),
    ballastBytes,
    busyMs,
  })
}

const directoryFindings = (directory: unknown): readonly Finding[] =>
  typeof directory === 'string' && directory !== '' && !directory.includes('\0')
    ? []
    : [{ path: 'directory', code: 'wrong_type', message: 'wanted the path of a directory' }]

const outside = (path: string, value: unknown, most: number): readonly Finding[] =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most
    ? []
    : [{ path, code: 'out_of_range', message: `wanted an integer from 0 to ${most}` }]
