import { markup, none, trusted, type Markup } from '../markup.js'
import type { CellView } from '../view/cell.js'
import type { MatrixView } from '../view/matrix.js'
import type { StationView } from '../view/station.js'

/** A station with its matrices; nothing where none were made. */
export const stationPart = (station: StationView): Markup =>
  station.matrices.length === 0
    ? none
    : markup`
<section class="station-part" aria-labelledby="station-${station.number}-name">
<h2 id="station-${station.number}-name"><span class="number">Station ${station.number}</span> ${station.name}</h2>
<p class="task">To ${station.task}.</p>
${station.matrices.map(matrixPart)}
</section>`

/**
 * A matrix as a table. The roles are written out because narrow screens set the rows as cards, and a table that is no longer
 * displayed as one would lose its own.
 */
const matrixPart = (matrix: MatrixView): Markup => markup`
<div class="matrix ${matrix.origin} ${matrix.setting} words-${matrix.words}" id="${matrix.name}">
<h3 id="${matrix.name}-name"><span class="letter">${matrix.name}</span> <span class="formula">${matrix.formula}</span></h3>
<table role="table" aria-labelledby="${matrix.name}-name" aria-describedby="${matrix.name}-meaning" data-matrix="${matrix.name}">
${caption(matrix)}
<thead role="rowgroup"><tr role="row"><td role="cell"></td>${matrix.columns.map(
  (label) => markup`<th scope="col" role="columnheader" dir="auto">${label}</th>`,
)}</tr></thead>
<tbody role="rowgroup">
${matrix.rows.map((label, i) => rowPart(label, matrix.cells[i] ?? []))}
</tbody>
</table>
</div>`

const caption = ({ name, meaning, way, size, digest, failed, open }: MatrixView): Markup => markup`<caption>
<p class="meaning" id="${name}-meaning">${meaning}</p>
<p class="way">${way} <span class="size">${size}<span class="digest">, digest <code>${digest}</code></span>.</span></p>
${failed + open === 0 ? none : markup`<p class="flaw">${incomplete(failed, open)}</p>`}
</caption>`

const incomplete = (failed: number, open: number): string => {
  const parts = [...(failed > 0 ? [`${failed} failed`] : []), ...(open > 0 ? [`${open} not finished`] : [])]
  return `Incomplete: ${parts.join(', ')}. Nothing is made from this matrix.`
}

const rowPart = (
  label: string,
  cells: readonly CellView[],
): Markup => markup`<tr role="row"><th scope="row" role="rowheader" dir="auto">${label}</th>${cells.map(cellPart)}</tr>
`

const cellPart = ({ key, name, row, column, text, standing, failure }: CellView): Markup =>
  markup`<td role="cell" id="${key}" class="${standing}"><span class="column-name" dir="auto" aria-hidden="true">${column}</span>${mark(standing)}<span class="text" data-key="${key}" data-place="${name}, ${row}, ${column}" dir="auto">${failure === undefined ? text : `${failure.cause}: ${failure.because}`}</span></td>`

const mark = (standing: CellView['standing']): Markup => {
  if (standing === 'failed') return trusted('<strong class="mark">Failed</strong>')
  return standing === 'open' ? trusted('<strong class="mark">Not finished</strong>') : none
}
