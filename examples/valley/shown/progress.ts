import type { ValleyResponse } from '@chorale/core/cf14'
import { tally } from './tally.js'

/** Where progress goes: a terminal gets one line a station that is rewritten, a pipe gets a line when a station ends. */
export interface Screen {
  readonly isTerminal: boolean
  readonly write: (text: string) => void
}

/** How far a run has come. */
export interface Progress {
  readonly tell: (response: ValleyResponse) => void
  /** One sentence on where it stands. */
  readonly sentence: () => string
  /** Leaves a half-written line behind. */
  readonly close: () => void
}

/** Goes back to the start of the line and clears it. */
const REWRITE = '\r\u001b[2K'

type Failure = Extract<ValleyResponse, { readonly _tag: 'CellFailed' }>['failure']

/** A progress display. */
export const progress = ({ isTerminal, write }: Screen): Progress => {
  const counts = tally()
  let half = false

  const say = (line: string): void => {
    write(`${half ? REWRITE : ''}${line}\n`)
    half = false
  }
  const sketch = (line: string): void => {
    if (!isTerminal) return
    write(`${REWRITE}${line}`)
    half = true
  }

  /** A cause is told once, with what to do about it; how many cells it felled is told with their station. */
  const causes = new Set<string>()
  const complain = ({ doing, because, next }: Failure): void => {
    if (causes.has(because)) return
    causes.add(because)
    say(`${doing}: ${because}. ${next}`)
  }

  return {
    tell: (response) => {
      if (response._tag === 'Warned') return say(`Warning: ${response.warning}`)
      const station = counts.count(response)
      if (response._tag === 'CellFailed') complain(response.failure)
      if (!counts.isEnded(station)) return sketchable(response) ? sketch(counts.line(station)) : undefined
      if (response._tag === 'ProductEnded') say(counts.line(station))
    },
    sentence: counts.sentence,
    close: () => {
      if (half) write('\n')
    },
  }
}

/** Only what changes the line is worth drawing. */
const sketchable = (response: ValleyResponse): boolean =>
  response._tag === 'ProductStarted' ||
  response._tag === 'CellFailed' ||
  (response._tag === 'CellMoved' && response.to === 'resolved')
