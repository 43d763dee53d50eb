import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { local, type LocalOptions, type Store } from '../src/index.js'

const directories: string[] = []
const stores: Store[] = []

afterEach(async () => {
  for (const store of stores.splice(0)) await store.close()
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true })
})

/** Where a test's files lie: in memory where the system has such a place, because a shared disk takes milliseconds for every promise to keep. */
export const scratch = (): string => {
  try {
    accessSync('/dev/shm', constants.W_OK)
    return '/dev/shm'
  } catch {
    return tmpdir()
  }
}

/** A directory of this test's own, removed behind it. */
export const freshDirectory = (): string => {
  const directory = mkdtempSync(join(scratch(), 'chorale-local-'))
  directories.push(directory)
  return directory
}

/** A store in a directory, closed behind the test; without a reserve unless one is asked for, because most tests need none. */
export const opened = (directory = freshDirectory(), more: Partial<LocalOptions> = {}): Store => {
  const store = local({ directory, ballastBytes: 0, ...more })
  stores.push(store)
  return store
}

/** Where the database of a directory lies. */
export const databaseOf = (directory: string): string => join(directory, 'chorale.db')
