import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Missing } from './missing.js'

/** Where what was fetched once is kept: `.cache` in the repository's root, which git ignores, or what CHORALE_CACHE names. */
const cache = (): string => process.env['CHORALE_CACHE'] ?? fileURLToPath(new URL('../../../.cache/', import.meta.url))

/**
 * A folder of the cache; filled on first use, beside its place, and moved there when it is whole. Two who fill it at the same time end with one.
 * What `fill` answers is why it could not.
 */
export const kept = async (
  name: string,
  fill: (folder: string) => Promise<Missing | undefined>,
): Promise<string | Missing> => {
  const place = join(cache(), name)
  if (existsSync(place)) return place
  mkdirSync(cache(), { recursive: true })
  const making = mkdtempSync(join(cache(), `making-${name}-`))
  try {
    const fault = await fill(making)
    if (fault !== undefined) return fault
    if (!existsSync(place)) renameSync(making, place)
    return place
  } finally {
    rmSync(making, { recursive: true, force: true })
  }
}

/** Throws a folder of the cache away. */
export const forget = (place: string): void => rmSync(place, { recursive: true, force: true })
