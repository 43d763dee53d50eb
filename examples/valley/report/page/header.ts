import { markup, none, type Markup } from '../markup.js'
import type { Fact } from '../view/call.js'
import type { CellName, NoteView, WarningView } from '../view/summary.js'
import type { ReportView } from '../view/view.js'

/** Characters from which a problem is set smaller. */
const longProblem = 110

/** Failed cells that are named one by one. */
const mostNamed = 6

/** The problem as the title, how the run ended, and what a reader should know before reading on. */
export const headerPart = ({ problem, status, facts, warnings, note }: ReportView): Markup => markup`
<header class="head">
<p class="kicker">A walk through the semantic valley</p>
<h1 dir="auto" class="${(problem ?? '').length > longProblem ? 'long' : 'short'}">${problem ?? 'No problem was stated'}</h1>
<p class="status ${status.status}"><strong>${status.word}.</strong> ${status.sentence}${status.failed.length === 0 ? none : markup` Failed: ${cellLinks(status.failed.slice(0, mostNamed))}${status.failed.length > mostNamed ? ` and ${status.failed.length - mostNamed} more` : ''}.`}</p>
<dl class="facts">
${facts.map(factPart)}
</dl>
${note === undefined ? none : notePart(note)}
${warnings.length === 0 ? none : warningsPart(warnings)}
</header>`

const factPart = ({ name, value }: Fact): Markup => markup`<div><dt>${name}</dt><dd>${value}</dd></div>
`

const notePart = ({ title, text }: NoteView): Markup => markup`<section class="note" aria-labelledby="note-name">
<h2 id="note-name">${title}</h2>
<p>${text}</p>
</section>`

const warningsPart = (
  warnings: readonly WarningView[],
): Markup => markup`<section class="warnings" aria-labelledby="warnings-name">
<h2 id="warnings-name">${warnings.length === 1 ? 'A warning' : 'Warnings'}</h2>
<ul>
${warnings.map(warningPart)}
</ul>
</section>`

const warningPart = ({
  text,
  code,
  cells,
}: WarningView): Markup => markup`<li>${text}${code === '' || code === text ? none : markup` <code>${code}</code>`}${
  cells.length === 0 ? none : markup`<details><summary>Which cells</summary><p>${cellLinks(cells)}</p></details>`
}</li>
`

const cellLinks = (cells: readonly CellName[]): readonly Markup[] =>
  cells.map(({ key, name }, i) => markup`${i === 0 ? '' : ', '}<a href="#${key}">${name}</a>`)
