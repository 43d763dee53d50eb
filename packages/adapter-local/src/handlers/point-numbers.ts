import { selectPointNumbers } from '../compile/points.js'
import { numberOf } from '../decode/node.js'
import { readable } from '../decode/readable.js'
import type { Connection } from '../driver.js'

/** Ids are looked up in packs of so many. */
const most = 5000

/** The numbers of the points that are there, by their ids, in the order of these; each once. */
export const pointNumbers = (
  connection: Connection,
  collection: number,
  ids: readonly string[],
): ReadonlyMap<string, number> => {
  const once = [...new Set(ids)]
  const numbers = new Map<string, number>()
  for (let from = 0; from < once.length; from += most) {
    const rows = connection.read(selectPointNumbers(collection, once.slice(from, from + most)))
    readable(() => {
      for (const [place, number] of rows) numbers.set(once[from + numberOf(place)] ?? '', numberOf(number))
    })
  }
  return numbers
}
