import type { Case } from './case.js'
import { graphCases } from './graph/index.js'
import { journalCases } from './journal/index.js'
import { vectorCases } from './vector/index.js'

/** Everything that must hold of every store, over all ports. */
export const cases: readonly Case[] = [...graphCases, ...vectorCases, ...journalCases]
