import type { ReportInput } from '../input.js'
import type { Fact } from './call.js'
import { kinshipOf } from './kinship.js'
import { matrixView, type MatrixView } from './matrix.js'
import { stationViews, type StationView } from './station.js'
import { factsOf, noteOf, statusView, warningsOf, type NoteView, type StatusView, type WarningView } from './summary.js'

/** Everything the page shows, as texts and lists. Contents are as they came: whoever writes them out escapes them. */
export interface ReportView {
  readonly problem: string | undefined
  readonly thread: string
  readonly status: StatusView
  readonly facts: readonly Fact[]
  readonly warnings: readonly WarningView[]
  readonly note: NoteView | undefined
  readonly stations: readonly StationView[]
  readonly matrices: readonly MatrixView[]
}

/** What a finished run has to tell. */
export const viewOf = (input: ReportInput): ReportView => {
  const { result } = input
  const kinship = kinshipOf(result.matrices)
  const matrices = result.matrices.map((made) => matrixView(made, kinship))
  return {
    problem: result.problem ?? undefined,
    thread: result.threadId,
    status: statusView(input, matrices),
    facts: factsOf(input),
    warnings: warningsOf(result, matrices),
    note: noteOf(input),
    stations: stationViews(matrices),
    matrices,
  }
}
