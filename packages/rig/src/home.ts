import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** A directory for data: the caller's, or a fresh one that goes away with the server. */
export interface Home {
  readonly path: string
  readonly isFresh: boolean
}

/** The directory that was asked for, or a fresh one named after what will live in it. */
export const home = (directory: string | undefined, name: string): Home => {
  if (directory === undefined) return { path: mkdtempSync(join(tmpdir(), `chorale-${name}-`)), isFresh: true }
  mkdirSync(directory, { recursive: true })
  return { path: resolve(directory), isFresh: false }
}
