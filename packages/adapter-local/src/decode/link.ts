import type { Properties } from '@chorale/core/ports/graph'
import { textOut } from '../column.js'
import type { Row } from '../driver.js'
import { numberOf, propertiesOf } from './node.js'
import { readable } from './readable.js'

/** A relationship of a type with the numbers of its ends. */
export interface FoundLink {
  readonly number: number
  readonly source: number
  readonly target: number
  readonly key: string | undefined
  readonly properties: Properties
}

/** Relationships from the columns of `selectLinksOfType`. */
export const linksOf = (rows: readonly Row[]): readonly FoundLink[] =>
  readable(() =>
    rows.map(([number, source, target, key, properties]) => ({
      ...{ number: numberOf(number), source: numberOf(source), target: numberOf(target) },
      key: key === null ? undefined : textOut(key),
      properties: propertiesOf(properties),
    })),
  )
