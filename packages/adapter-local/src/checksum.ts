import { createHash } from 'node:crypto'
import type { Cell } from './driver.js'

/** SHA-256 over a row's cells: tells a row that was written from one that a failing disk has changed. */
export const checksumOf = (cells: readonly Cell[]): Buffer =>
  createHash('sha256').update(JSON.stringify(cells)).digest()

/** The same over cells and bytes. */
export const checksumWith = (cells: readonly Cell[], bytes: Uint8Array): Buffer =>
  createHash('sha256').update(JSON.stringify(cells)).update(bytes).digest()
