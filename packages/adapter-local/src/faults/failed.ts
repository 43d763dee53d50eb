import {
  denied,
  defect,
  rejected,
  thrownText,
  unavailable,
  unsupported,
  type Applied,
  type EffectError,
} from '@chorale/core/fault'
import { failureOf, isWithoutDriver, type Failure } from '../driver.js'
import { damagedStore, type Scene } from './known.js'

/** An error, and whether it came about because the disk is full: then there is a reserve to give up. */
export interface Trouble {
  readonly error: EffectError
  readonly isFull: boolean
}

/** How far a statement had come when it failed: only a commit may have been applied although it failed. */
export type Stage = 'before commit' | 'at commit'

/** What was thrown by a driver or the file system, as trouble. */
export const troubleOf = (scene: Scene, thrown: unknown, stage: Stage): Trouble => {
  const failure = failureOf(thrown)
  if (failure !== undefined) return { error: errorOf(scene, failure, stage), isFull: isFull(failure) }
  const code = systemCode(thrown)
  if (code !== undefined) return { error: systemError(scene, code), isFull: full.includes(code) }
  return { error: isWithoutDriver(thrown) ? noDriver(scene) : crashed(scene, thrown), isFull: false }
}

/** SQLite's primary result codes, as far as they are told apart. */
const [ERROR, PERM, BUSY, LOCKED, NOMEM, READONLY, IOERR] = [1, 3, 5, 6, 7, 8, 10]
const [CORRUPT, FULL, CANTOPEN, PROTOCOL, TOOBIG, CONSTRAINT] = [11, 13, 14, 15, 18, 19]
const [MISMATCH, AUTH, NOTADB] = [20, 23, 26]
/** An extended code: the shared memory could not grow, which is how a full disk shows itself to who opens a store. */
const IOERR_SHMSIZE = IOERR | (19 << 8)

const isFull = ({ code, extended }: Failure): boolean => code === FULL || extended === IOERR_SHMSIZE

const errorOf = (scene: Scene, failure: Failure, stage: Stage): EffectError => {
  if (isFull(failure)) return diskFull(scene)
  const because = `SQLite says: ${failure.text}`
  switch (failure.code) {
    case BUSY:
    case LOCKED:
    case PROTOCOL:
      return busy(scene, because)
    // Our statements are tested: a table or a column that is not there, or a constraint that does not hold, was lost to damage.
    case ERROR:
    case CORRUPT:
    case NOTADB:
    case CONSTRAINT:
    case MISMATCH:
      return damagedStore(scene, because)
    case PERM:
    case READONLY:
    case AUTH:
      return notAllowed(scene, because)
    case IOERR:
      return unreachable(scene, because, stage === 'at commit' ? 'unknown' : 'no')
    case NOMEM:
    case CANTOPEN:
      return unreachable(scene, because, 'no')
    case TOOBIG:
      return rejected({
        ...scene,
        because,
        next: 'Keep what is larger than a gigabyte elsewhere, and its address here.',
      })
    default:
      return crashed(scene, because)
  }
}

const full: readonly string[] = ['ENOSPC', 'EDQUOT']
const forbidden: readonly string[] = ['EACCES', 'EPERM', 'EROFS']
const misplaced: readonly string[] = ['ENOTDIR', 'EEXIST', 'EISDIR', 'ENAMETOOLONG', 'ELOOP']

const systemCode = (thrown: unknown): string | undefined => {
  const { code, syscall } = Object(thrown) as { readonly code?: unknown; readonly syscall?: unknown }
  return typeof code === 'string' && typeof syscall === 'string' ? code : undefined
}

const systemError = (scene: Scene, code: string): EffectError => {
  const because = `the file system says ${code}`
  if (full.includes(code)) return diskFull(scene)
  if (forbidden.includes(code)) return notAllowed(scene, because)
  return misplaced.includes(code)
    ? rejected({ ...scene, because, next: 'Choose a directory that exists or can be made.' })
    : unreachable(scene, because, 'no')
}

const diskFull = (scene: Scene): EffectError =>
  unavailable({
    ...scene,
    because: 'the disk is full',
    next: 'Free some space on the disk, then resume. Everything that was acknowledged is kept.',
    applied: 'no',
  })

const busy = (scene: Scene, because: string): EffectError =>
  unavailable({
    ...scene,
    because,
    next: 'Another process holds the store for long: try again, or find and end it.',
    applied: 'no',
    retryAfterMs: 1000,
  })

const notAllowed = (scene: Scene, because: string): EffectError =>
  denied({ ...scene, because, next: 'Give this process the right to write to the directory and its files.' })

const unreachable = (scene: Scene, because: string, applied: Exclude<Applied, 'yes'>): EffectError =>
  unavailable({ ...scene, because, next: 'Check the disk and the directory, then try again.', applied })

const noDriver = (scene: Scene): EffectError =>
  unsupported({
    ...scene,
    because: 'there is no SQLite driver on this platform',
    next: 'Use Node 22.13 or later, or install the package libsql.',
  })

const crashed = (scene: Scene, thrown: unknown): EffectError =>
  defect({ ...scene, because: thrownText(thrown), next: 'Report it with the text above.' })
