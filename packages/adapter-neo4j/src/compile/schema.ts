import { createHash } from 'node:crypto'
import type { Shape } from '@chorale/core/ports/graph'
import { quoted } from './quoted.js'

/** A constraint or an index of ours, by the name it has in the database. */
export interface Rule {
  readonly name: string
  readonly create: string
  readonly drop: string
}

/** Begins the names of all that a schema makes, and of nothing else. */
export const prefixes = { unique: 'chorale_unique_', index: 'chorale_index_' } as const

/** What holds the ids of a label apart; made before the first node of it, and never dropped. */
export const idRule = (label: string): string =>
  `CREATE CONSTRAINT ${quoted(`chorale_id_${label}`)} IF NOT EXISTS FOR (n:${quoted(label)}) REQUIRE n.id IS UNIQUE`

/** A uniqueness. */
export const uniqueRule = (shape: Shape): Rule => {
  const name = nameOf(prefixes.unique, shape)
  return {
    name,
    create: `CREATE CONSTRAINT ${quoted(name)} IF NOT EXISTS FOR (n:${quoted(shape.label)}) REQUIRE (${columns(shape)}) IS UNIQUE`,
    drop: `DROP CONSTRAINT ${quoted(name)} IF EXISTS`,
  }
}

/** An index. */
export const indexRule = (shape: Shape): Rule => {
  const name = nameOf(prefixes.index, shape)
  return {
    name,
    create: `CREATE INDEX ${quoted(name)} IF NOT EXISTS FOR (n:${quoted(shape.label)}) ON (${columns(shape)})`,
    drop: `DROP INDEX ${quoted(name)} IF EXISTS`,
  }
}

/** A query for two nodes that agree in a shape: their ids. */
export const doubleText = (shape: Shape): string =>
  [
    `MATCH (n:${quoted(shape.label)}) WHERE ${names(shape)
      .map((name) => `n.${quoted(name)} IS NOT NULL`)
      .join(' AND ')}`,
    `WITH ${names(shape)
      .map((name, i) => `n.${quoted(name)} AS v${i}`)
      .join(', ')}, collect(n.id) AS ids WHERE size(ids) > 1`,
    'RETURN ids[0], ids[1] LIMIT 1',
  ].join('\n')

/** The names of a shape once each: a store asks no property twice. */
const names = ({ properties }: Shape): readonly string[] => [...new Set(properties)]

const columns = (shape: Shape): string =>
  names(shape)
    .map((name) => `n.${quoted(name)}`)
    .join(', ')

/** A name to read it by, and behind it what makes it the only one. */
const nameOf = (prefix: string, shape: Shape): string => {
  const hash = createHash('sha256').update(JSON.stringify([shape.label, ...names(shape)]))
  return `${prefix}${shape.label}_${hash.digest('hex').slice(0, 16)}`
}
