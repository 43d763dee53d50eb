const panel = /** @type {HTMLElement} */ (document.getElementById('lineage'))
const panelName = /** @type {HTMLElement} */ (document.getElementById('lineage-name'))
const panelHead = /** @type {HTMLElement} */ (document.getElementById('lineage-head'))
const panelBody = /** @type {HTMLElement} */ (document.getElementById('lineage-body'))
const idleBody = [...panelBody.childNodes]

/** The key of the open cell. @type {string | undefined} */
let openKey

/**
 * Shows the lineage of a cell and moves the reader there.
 *
 * @param {string} key
 * @param {readonly string[]} trail the cells walked through, this one last
 */
const showCell = (key, trail) => {
  const place = places.get(key)
  if (place === undefined) return
  const { cell } = place
  openKey = key
  panel.dataset.panel = 'open'
  document.documentElement.dataset.panel = 'open'
  panelName.replaceChildren(
    element('span', { class: 'name' }, [cell.name]),
    ' ',
    content('span', 'labels', `${cell.row} / ${cell.column}`),
  )
  panelHead.replaceChildren(panelName, closeButton())
  panelBody.replaceChildren(...trailOf(trail), ...lineageOf(place))
  panel.scrollTop = 0
  markRelations(cell)
  document.getElementById(key)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  panelName.focus({ preventScroll: true })
}

/** Puts the panel back as it was before any cell was opened. */
const hideCell = () => {
  openKey = undefined
  panel.dataset.panel = 'idle'
  delete document.documentElement.dataset.panel
  panelName.replaceChildren('Lineage')
  panelHead.replaceChildren(panelName)
  panelBody.replaceChildren(...idleBody)
  markRelations(undefined)
}

/** Closes the panel and gives the focus back to the cell. */
const closePanel = () => {
  const key = openKey
  if (key === undefined) return
  leaveCell(key)
  hideCell()
  buttonOf(key)?.focus()
}

const closeButton = () => {
  const button = element('button', { type: 'button', class: 'close' }, ['Close'])
  button.addEventListener('click', closePanel)
  return button
}

/**
 * The way walked so far, each step a link back; nothing at its first step.
 *
 * @param {readonly string[]} trail
 * @returns {readonly Node[]}
 */
const trailOf = (trail) => {
  if (trail.length < 2) return []
  const steps = trail.map((key, i) => {
    const name = places.get(key)?.cell.name ?? key
    const last = i === trail.length - 1
    return element('li', {}, [
      last
        ? element('span', { 'aria-current': 'page' }, [name])
        : element('a', { href: `#${key}`, 'data-step': String(i) }, [name]),
    ])
  })
  return [element('nav', { class: 'trail', 'aria-label': 'Cells walked through' }, [element('ol', {}, steps)])]
}
