import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Place } from './store.js'

/** The list of runs whose end somebody was shown, one id a line, beside the runs themselves. */
const fileIn = (place: Place): string | undefined =>
  place._tag === 'local' ? join(place.directory, 'shown') : undefined

/** Whether the end of a run was shown: a command that was killed on the way from the end of its run to its tables has not shown it. */
export const wasShown = (place: Place, run: string): boolean => {
  const file = fileIn(place)
  if (file === undefined) return true
  try {
    return readFileSync(file, 'utf8').split('\n').includes(run)
  } catch {
    return false
  }
}

/** Remembers that a run was shown. */
export const keepShown = (place: Place, run: string): void => {
  const file = fileIn(place)
  if (file === undefined || wasShown(place, run)) return
  try {
    appendFileSync(file, `${run}\n`)
  } catch {
    // It is then shown once more, at no price.
  }
}
