import type { Case } from '../case.js'
import { conditions } from './conditions.js'
import { deletions } from './deletions.js'
import { hops } from './hops.js'
import { links } from './links.js'
import { merging } from './merging.js'
import { migrations } from './migrations.js'
import { orders } from './orders.js'
import { refusals } from './refusals.js'
import { values } from './values.js'
import { writes } from './writes.js'

/** What must hold of every graph. */
export const graphCases: readonly Case[] = [
  ...[...writes, ...values, ...merging, ...deletions],
  ...[...conditions, ...orders, ...hops, ...links],
  ...[...migrations, ...refusals],
]
