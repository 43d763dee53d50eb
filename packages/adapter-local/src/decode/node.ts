import type { Properties, Property } from '@chorale/core/ports/graph'
import { textOut } from '../column.js'
import type { Row } from '../driver.js'
import { propertiesOut } from '../property.js'
import { readable } from './readable.js'

/** A node that may be in a page. */
export interface Candidate {
  /** Its number in the table: the order in which nodes were first written. */
  readonly number: number
  readonly id: string
  /** Undefined where they were not read. */
  readonly properties: Properties | undefined
}

/** Nodes from the columns of `selectCandidates` and `selectNodes`. */
export const candidatesOf = (rows: readonly Row[]): readonly Candidate[] =>
  readable(() =>
    rows.map(([number, id, properties]) => ({
      number: Number(number),
      id: textOut(id),
      properties: typeof properties === 'string' ? propertiesOut(properties) : undefined,
    })),
  )

/** Whether a node has the properties asked for; null equals absent. */
export const matches = (candidate: Candidate, where: Properties): boolean =>
  Object.entries(where).every(([name, value]) => same(propertyOf(candidate, name), value))

const propertyOf = ({ id, properties = {} }: Candidate, name: string): Property =>
  name === 'id' ? id : Object.hasOwn(properties, name) ? (properties[name] ?? null) : null

const same = (a: Property, b: Property): boolean => JSON.stringify(a) === JSON.stringify(b)

/** By the property where one is named, then by id; by code unit, absent values last. */
export const byOrder =
  (name: string | undefined) =>
  (a: Candidate, b: Candidate): number =>
    (name === undefined ? 0 : compare(propertyOf(a, name), propertyOf(b, name))) || compare(a.id, b.id)

const compare = (a: Property, b: Property): number => {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return a < b ? -1 : a > b ? 1 : 0
}
