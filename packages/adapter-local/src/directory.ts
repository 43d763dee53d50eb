import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a directory and those above it, where they are missing. May throw what the file system throws; Node's own recursion does not: where a
 * file system makes no directories and calls them missing (/proc), it tries for ever.
 */
export const makeDirectory = (path: string): void => {
  const parent = dirname(path)
  if (parent !== path && !existsSync(parent)) makeDirectory(parent)
  if (isDirectory(path)) return
  try {
    mkdirSync(path)
  } catch (thrown) {
    // Somebody else was faster.
    if (!isDirectory(path)) throw thrown
  }
}

const isDirectory = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
