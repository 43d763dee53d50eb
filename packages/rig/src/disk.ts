import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { leash } from './leash.js'
import { missing, type Missing } from './missing.js'
import { tool } from './tool.js'

/** A small disk in memory, to be filled by a test; it goes away with this process. */
export interface Disk {
  readonly _tag: 'Disk'
  /** Where it is mounted. */
  readonly path: string
  /** Bytes that are free. */
  readonly left: () => number
  /** Takes all that is left. */
  readonly fill: () => void
  /** Gives back what was taken by {@link Disk.fill}. */
  readonly free: () => void
  /** Unmounts it, with all that lies on it. */
  readonly stop: () => Promise<void>
}

/** A disk of so many bytes. */
export const smallDisk = async (bytes: number): Promise<Disk | Missing> => {
  const path = mkdtempSync(join(tmpdir(), 'chorale-disk-'))
  const keeper = leash(path)
  const mounted = await tool('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', path])
  if (mounted._tag !== 'Done') {
    await keeper.letGo()
    const said = mounted._tag === 'Failed' ? mounted.said : 'there is no program "mount"'
    return missing(`A small disk could not be mounted: ${said}.`, 'Run the tests on Linux, as root.')
  }
  const filler = join(path, 'filler')
  return {
    _tag: 'Disk',
    path,
    left: () => {
      const { bavail, bsize } = statfsSync(path)
      return bavail * bsize
    },
    fill: () => fill(filler),
    free: () => rmSync(filler, { force: true }),
    stop: keeper.letGo,
  }
}

const [LARGEST_PIECE, SMALLEST_PIECE] = [1024 * 1024, 4096]

/** Writes until not even the smallest piece goes in. */
const fill = (path: string): void => {
  const file = openSync(path, 'a')
  let piece = LARGEST_PIECE
  while (piece >= SMALLEST_PIECE)
    try {
      writeSync(file, Buffer.alloc(piece, 1))
    } catch {
      piece /= 4
    }
  closeSync(file)
}
