import { element } from './dom.js'
import { phases, waiting } from './loop.js'
import { priorCard } from './prior-card.js'
import { prose } from './prose.js'
import { spokenIn } from './spoken.js'
import { asData, asList, asText, asTexts } from './wire.js'

/** @typedef {import('./model.js').LoopState} LoopState */
/** @typedef {import('./model.js').StepName} StepName */
/** @typedef {import('./model.js').PhaseState} PhaseState */

/**
 * How the panel of a turn names its parts, and what its citation marks lead to.
 *
 * @typedef {{
 *   readonly priorId: (id: string) => string
 *   readonly cite: import('./prose.js').Cite
 *   readonly markers: ReadonlyMap<string, string>
 * }} PanelParts
 */

/**
 * What a phase made, newest pass first.
 *
 * @param {LoopState} loop
 * @param {StepName} step
 * @param {PanelParts} parts
 * @returns {readonly Node[]}
 */
export const phasePanel = (loop, step, parts) => {
  const aim = phases.find((phase) => phase.step === step)
  const passes = loop.passes.map((pass, i) => ({ phase: pass[step] ?? waiting, number: i + 1 })).reverse()
  const begun = passes.filter(({ phase }) => phase.status !== 'waiting')
  const head = element('p', { class: 'aim' }, [`${aim?.name ?? ''} ${aim?.aim ?? ''}.`])
  if (begun.length === 0) return [head, note('It has not begun.')]
  return [
    head,
    ...begun.flatMap(({ phase, number }) => [
      ...(loop.passes.length > 1 ? [element('h3', {}, [`Pass ${number}`])] : []),
      ...made(phase, step, parts),
    ]),
    ...(step === 'experience' ? found(loop, parts) : []),
  ]
}

/** @param {string} text */
const note = (text) => element('p', { class: 'note' }, [text])

/**
 * @param {PhaseState} phase
 * @param {StepName} step
 * @param {PanelParts} parts
 * @returns {readonly Node[]}
 */
const made = (phase, step, { cite }) => {
  const spoken = phases.find((one) => one.step === step)?.spoken ?? ''
  const text = phase.content === null ? spokenIn(phase.text, spoken) : asText(phase.content[spoken])
  const nothing = phase.status === 'running' || phase.status === 'retrying' ? 'At work …' : 'It left nothing.'
  const faults =
    phase.fault === null
      ? []
      : [element('p', { class: 'fault' }, [`${phase.fault.message} `, element('code', {}, [phase.fault.code])])]
  return [
    ...faults,
    ...(text === '' && phase.content === null ? [note(nothing)] : prose(text, cite)),
    ...(phase.content === null ? [] : details(phase.content, spoken)),
  ]
}

/** Members that are shown elsewhere, or whose ids say nothing to a person. */
const elsewhere = new Set(['citations', 'source_relevance', 'selected_priors', 'semantic_links'])

/**
 * @param {import('./model.js').Data} content
 * @param {string} spoken
 * @returns {readonly Node[]}
 */
const details = (content, spoken) => {
  const relevance = asText(asData(content['source_relevance'])['reasoning'])
  const links = asList(content['semantic_links']).map((link) => asText(asData(link)['relation']))
  const entries = Object.entries(content)
    .filter(([name]) => name !== spoken && !elsewhere.has(name))
    .flatMap(([name, value]) => entry(title(name), value))
  const rows = [...entries, ...entry('Which priors helped', relevance), ...entry('Links kept', links)]
  return rows.length === 0 ? [] : [element('dl', { class: 'facts' }, rows)]
}

/** @param {string} name */
const title = (name) => {
  const words = name.replaceAll('_', ' ')
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}

/**
 * @param {string} name
 * @param {unknown} value
 * @returns {readonly Node[]}
 */
const entry = (name, value) => {
  const shown = Array.isArray(value)
    ? asTexts(value).map((text) => element('dd', { dir: 'auto' }, [text]))
    : value === null || value === '' || typeof value === 'object' || value === undefined
      ? []
      : [element('dd', { dir: 'auto' }, [value === true ? 'yes' : value === false ? 'no' : String(value)])]
  return shown.length === 0 ? [] : [element('div', {}, [element('dt', {}, [name]), ...shown])]
}

/**
 * @param {LoopState} loop
 * @param {PanelParts} parts
 * @returns {readonly Node[]}
 */
const found = ({ priors, passes }, { priorId, markers }) => {
  const looked = passes.some((pass) => (pass.experience ?? waiting).content !== null)
  if (priors.length === 0) return looked ? [note('Memory held nothing yet: what is said here is found next time.')] : []
  const cards = priors.map((prior) =>
    priorCard(prior, { id: priorId(prior.id), marker: markers.get(prior.id) ?? null }),
  )
  return [element('h3', {}, [`Found in memory: ${priors.length}`]), element('ol', { class: 'priors' }, cards)]
}
