/** Where each arrow key leads, as rows and columns. @type {{ readonly [key: string]: readonly [number, number] }} */
const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }

/** Turns every table of the page into a grid: cells become buttons, one of them a tab stop. */
const openGrids = () => {
  for (const table of document.querySelectorAll('table[data-matrix]')) openGrid(/** @type {HTMLTableElement} */ (table))
}

/** @param {HTMLTableElement} table */
const openGrid = (table) => {
  table.setAttribute('role', 'grid')
  for (const cell of table.querySelectorAll('td')) cell.setAttribute('role', 'gridcell')
  for (const text of table.querySelectorAll('.text')) text.replaceWith(cellButton(/** @type {HTMLElement} */ (text)))
  table.querySelector('button')?.setAttribute('tabindex', '0')
  table.addEventListener('keydown', (event) => moveWithin(table, event))
  table.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLButtonElement)) return
    for (const other of table.querySelectorAll('button[tabindex="0"]')) other.setAttribute('tabindex', '-1')
    target.setAttribute('tabindex', '0')
  })
}

/** @param {HTMLElement} text */
const cellButton = (text) => {
  const { key = '', place = '' } = text.dataset
  const said = text.textContent ?? ''
  const failed = places.get(key)?.cell.standing === 'failed' ? 'failed, ' : ''
  const button = element(
    'button',
    { type: 'button', class: 'text', dir: 'auto', tabindex: '-1', 'aria-label': `${said}, ${failed}${place}` },
    [said],
  )
  button.addEventListener('click', () =>
    openKey === key ? panelName.focus({ preventScroll: true }) : walkTo(key, [key]),
  )
  return button
}

/**
 * Arrow keys go to the neighbour, Home and End to the ends of a row, with Ctrl to those of the grid.
 *
 * @param {HTMLTableElement} table
 * @param {KeyboardEvent} event
 */
const moveWithin = (table, event) => {
  if (event.altKey || event.metaKey) return
  const rows = [...(table.tBodies[0]?.rows ?? [])].map((row) => [...row.querySelectorAll('button')])
  const row = rows.findIndex((buttons) => buttons.some((button) => button === event.target))
  const column = rows[row]?.findIndex((button) => button === event.target) ?? -1
  const next = row < 0 ? undefined : targetOf(rows, [row, column], event)
  if (next === undefined) return
  event.preventDefault()
  next.focus()
}

/**
 * @param {readonly (readonly HTMLButtonElement[])[]} rows
 * @param {readonly [number, number]} at
 * @param {KeyboardEvent} event
 */
const targetOf = (rows, [row, column], { key, ctrlKey }) => {
  const step = steps[key]
  if (step !== undefined) return ctrlKey ? undefined : (rows[row + step[0]]?.[column + step[1]] ?? rows[row]?.[column])
  if (key === 'Home') return (ctrlKey ? rows[0] : rows[row])?.[0]
  return key === 'End' ? (ctrlKey ? rows.at(-1) : rows[row])?.at(-1) : undefined
}
