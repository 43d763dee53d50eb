import type { Case } from '../case.js'
import { collections } from './collections.js'
import { filters } from './filters.js'
import { pages } from './pages.js'
import { payloads } from './payloads.js'
import { points } from './points.js'
import { refusals } from './refusals.js'
import { searches } from './searches.js'

/** What must hold of every store of vectors. */
export const vectorCases: readonly Case[] = [
  ...[...collections, ...points, ...payloads],
  ...[...searches, ...filters, ...pages, ...refusals],
]
