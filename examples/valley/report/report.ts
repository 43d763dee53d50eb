import type { ReportInput } from './input.js'
import { embedJson, markup, trusted, type Markup } from './markup.js'
import { policyHash, scriptText, styleText } from './page/assets.js'
import { stationPart } from './page/grid.js'
import { headerPart } from './page/header.js'
import { mapPart, mapPlaces } from './page/map.js'
import { viewOf, type ReportView } from './view/view.js'

/**
 * One run as one page: the problem, the map of the valley, every matrix, and behind every cell how it came about.
 * The page loads nothing, runs no script but its own, and can be read without any. Contents are never taken as markup.
 *
 * @example writeFileSync('report.html', renderReport({ run, status: 'complete', model: 'lexicon', startedAt, elapsedMs, result }))
 */
export const renderReport = (input: ReportInput): string => {
  const view = viewOf(input)
  const [style, script] = [`${styleText()}\n${mapPlaces(view.stations)}`, scriptText()]
  const policy = `default-src 'none'; style-src ${policyHash(style)}; script-src ${policyHash(script)}; img-src data:; base-uri 'none'; form-action 'none'`
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${view.problem ?? 'No problem was stated'} (semantic valley)</title>
<style>${trusted(style)}</style>
</head>
<body>
${bodyPart(view)}
<script type="application/json" id="report-data">${embedJson(clientData(view))}</script>
<script>${trusted(script)}</script>
</body>
</html>
`.text
}

const bodyPart = (view: ReportView): Markup => markup`<a class="skip" href="#matrices">Skip to the matrices</a>
${headerPart(view)}
<main>
${mapPart(view.stations)}
<div class="reading">
<div class="matrices" id="matrices" tabindex="-1">
<p class="open-hint">Open any cell to read how it came about.</p>
${view.stations.map(stationPart)}
</div>
<section class="panel" id="lineage" aria-labelledby="lineage-name" data-panel="idle">
<div class="panel-head" id="lineage-head"><h2 id="lineage-name" tabindex="-1">Lineage</h2></div>
<div class="panel-body" id="lineage-body">
<p>Open any cell to read how it came about: the cells it was made from, each product, each reading, and what rests on it.</p>
<ul class="hint">
<li><span class="relation operand"></span> what the open cell was made from</li>
<li><span class="relation dependent"></span> what is made from it</li>
</ul>
<p class="hint">With a keyboard, Tab moves from matrix to matrix, the arrow keys move within one, Enter opens a cell and Esc closes it.</p>
</div>
</section>
</div>
</main>
<footer class="foot"><p>Thread <code>${view.thread}</code>. Cells are named by matrix, row and column, counted from 0. This page is complete in itself and asks the network for nothing.</p></footer>
<noscript><p class="foot">The lineage of a cell opens with JavaScript only; the matrices above are complete without it.</p></noscript>`

/** What the page's script needs: the cells by matrix, without what is in the page already. */
const clientData = ({ matrices }: ReportView) =>
  matrices.map(({ name, station, stationName, origin, formula, way, cells }) => ({
    name,
    station,
    stationName,
    origin,
    formula,
    way,
    cells: cells.flat(),
  }))
