import { graphHandlers } from './graph-handlers.js'
import { graphHops } from './graph-hops.js'
import { graphLinks } from './graph-links.js'
import { graphQueries } from './graph-queries.js'
import { graphSchemas } from './graph-schemas.js'
import { graphWrites } from './graph-writes.js'
import { journalReads } from './journal-reads.js'
import { journalRuns } from './journal-runs.js'
import type { Broken } from './spoil.js'
import { vectorPoints } from './vector-points.js'
import { vectorSearches } from './vector-searches.js'

export type { Broken }

/** Stores that are each wrong in one way. */
export const brokenStores: readonly Broken[] = [
  ...[...graphWrites, ...graphQueries, ...graphHops, ...graphLinks, ...graphSchemas, ...graphHandlers],
  ...[...vectorPoints, ...vectorSearches],
  ...[...journalRuns, ...journalReads],
]
