/** The cell that the address names, where it names one. @returns {string | undefined} */
const addressed = () => {
  try {
    const key = decodeURIComponent(location.hash.slice(1))
    return places.has(key) ? key : undefined
  } catch {
    return undefined
  }
}

/**
 * Goes to a cell and leaves the last one behind in the browser's history.
 *
 * @param {string} key
 * @param {readonly string[]} trail
 */
const walkTo = (key, trail) => {
  remember({ trail }, `#${key}`)
  showCell(key, trail)
}

/** Leaves a cell for its matrix, in the address as well. @param {string} key */
const leaveCell = (key) => remember(null, `#${key.slice(0, key.indexOf('/'))}`)

/** @param {unknown} state @param {string} address */
const remember = (state, address) => {
  try {
    history.pushState(state, '', address)
  } catch {
    // A frame without an address of its own has no history to write: the page works without.
  }
}

/** Follows the address: on load, on Back and Forward, and when a reader edits it. */
const follow = () => {
  const key = addressed()
  if (key === undefined) return hideCell()
  const kept = history.state?.trail
  const trail = Array.isArray(kept) ? kept.filter((step) => places.has(step)) : []
  showCell(key, trail.at(-1) === key ? trail : [key])
}

/** The way to the open cell, as the history keeps it. @returns {readonly string[]} */
const currentTrail = () =>
  Array.isArray(history.state?.trail) ? history.state.trail : openKey === undefined ? [] : [openKey]

/**
 * Links to cells open them instead of jumping: in the panel they walk on, elsewhere they begin a walk.
 *
 * @param {MouseEvent} event
 */
const walkLinks = (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return
  const link = event.target instanceof Element ? event.target.closest('a') : null
  const trail = link === null ? [] : trailAfter(link)
  const key = trail.at(-1)
  if (key === undefined || !places.has(key)) return
  event.preventDefault()
  walkTo(key, trail)
}

/** @param {HTMLAnchorElement} link @returns {readonly string[]} */
const trailAfter = (link) => {
  const { walk, step } = link.dataset
  if (walk !== undefined) return [...currentTrail(), walk]
  return step === undefined ? [link.hash.slice(1)] : currentTrail().slice(0, Number(step) + 1)
}
