import type { GraphNode, Properties } from '@chorale/core/ports/graph'
import { textOut } from '../column.js'
import type { Cell, Row } from '../driver.js'
import { propertiesOut } from '../property.js'
import { readable } from './readable.js'

/** A node with its number in the table: numbers go up in the order in which nodes were first written. */
export interface Numbered {
  readonly number: number
  /** Without properties where they were not read. */
  readonly node: GraphNode
}

/** Nodes from the columns of `selectNodes`. */
export const nodesOf = (rows: readonly Row[]): readonly Numbered[] =>
  readable(() =>
    rows.map(([number, label, id, properties]) => ({
      number: numberOf(number),
      node: { label: textOut(label), id: textOut(id), properties: properties === null ? {} : propertiesOf(properties) },
    })),
  )

/** What is known of a node or relationship, by its place in a list. */
export interface Known {
  readonly number: number
  readonly properties: Properties
}

/** From the columns of `selectKnown` and `selectLinks`. */
export const knownOf = (rows: readonly Row[]): ReadonlyMap<number, Known> =>
  readable(
    () =>
      new Map(
        rows.map(([place, number, properties]) => [
          numberOf(place),
          { number: numberOf(number), properties: propertiesOf(properties) },
        ]),
      ),
  )

/** The numbers of one column. */
export const numbersOf = (rows: readonly Row[]): readonly number[] =>
  readable(() => rows.map(([number]) => numberOf(number)))

/** A cell of a row that was written as a number; anything else throws, and is told as damage. */
export const numberOf = (cell: Cell | undefined): number => {
  if (typeof cell !== 'number') throw new Error('no number')
  return cell
}

/** Properties from a cell; what is no text of properties throws, and is told as damage. */
export const propertiesOf = (cell: Cell | undefined): Properties => {
  if (typeof cell !== 'string') throw new Error('no properties')
  return propertiesOut(cell)
}
