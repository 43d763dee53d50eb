import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, openSync, renameSync, rmSync, statfsSync, writeSync } from 'node:fs'
import type { Config } from './config.js'

/**
 * Space that is kept for the day the disk is full: a file of ballast in the directory. When SQLite has no room left the file is given up, so
 * that what is under way can still be written down. It lies in the directory for all processes to see: nobody has to be told that it is gone.
 */
export interface Reserve {
  /** Gives the space back to the disk; false where there was none to give. */
  readonly give: () => boolean
  /** Whether it should be there and is not. */
  readonly isGone: () => boolean
  /** Makes it where it is missing and the disk has room for twice its size; otherwise does nothing. */
  readonly rebuild: () => void
}

/** The reserve of a store. */
export const reserve = ({ directory, ballast, ballastBytes }: Config): Reserve => {
  const isGone = (): boolean => ballastBytes > 0 && !existsSync(ballast)
  return {
    isGone,
    give: () => {
      if (ballastBytes === 0 || isGone()) return false
      try {
        rmSync(ballast, { force: true })
        return true
      } catch {
        return false
      }
    },
    rebuild: () => {
      if (!isGone()) return
      const unfinished = `${ballast}.new`
      try {
        // Twice: otherwise the space just given up would be taken back at once.
        const { bavail, bsize } = statfsSync(directory)
        if (bavail * bsize < 2 * ballastBytes) return
        fill(unfinished, ballastBytes)
        renameSync(unfinished, ballast)
      } catch {
        // No room after all: the reserve stays gone, which every acknowledgement tells.
        rmSync(unfinished, { force: true })
      }
    },
  }
}

const piece = 1024 * 1024

/** Bytes of chance: a file system that compresses would make nothing of zeros. */
const fill = (path: string, bytes: number): void => {
  const chance = randomBytes(Math.min(piece, bytes))
  const file = openSync(path, 'w')
  try {
    for (let left = bytes; left > 0; left -= piece) writeSync(file, chance, 0, Math.min(piece, left))
  } finally {
    closeSync(file)
  }
}
