/**
 * Marks in the grids the open cell, what it was made from, and what is made from it; without a cell, clears the marks.
 *
 * @param {CellView | undefined} cell
 */
const markRelations = (cell) => {
  for (const marked of document.querySelectorAll('[data-relation]')) marked.removeAttribute('data-relation')
  for (const current of document.querySelectorAll('.matrix [aria-current]')) current.removeAttribute('aria-current')
  if (cell === undefined) return
  for (const key of cell.usedBy) document.getElementById(key)?.setAttribute('data-relation', 'dependent')
  for (const { key } of cell.operands) document.getElementById(key)?.setAttribute('data-relation', 'operand')
  document.getElementById(cell.key)?.setAttribute('data-relation', 'self')
  buttonOf(cell.key)?.setAttribute('aria-current', 'true')
}

/** The button of a cell in its grid.
 * @param {string} key
 * @returns {HTMLElement | null | undefined} */
const buttonOf = (key) => document.getElementById(key)?.querySelector('button')
