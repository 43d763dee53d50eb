/** Lights the edges of the matrix under the pointer or in focus. */
const lightEdges = () => {
  const edges = [...document.querySelectorAll('.drawing .edge')]
  /** @param {Event} event */
  const light = ({ target }) => {
    const name = target instanceof Element ? target.closest('.chip')?.getAttribute('data-matrix') : undefined
    for (const edge of edges) {
      const near =
        name !== undefined &&
        name !== null &&
        [edge.getAttribute('data-from'), edge.getAttribute('data-to')].includes(name)
      edge.classList.toggle('lit', near)
    }
  }
  const chips = document.querySelector('.stations')
  for (const kind of ['pointerover', 'pointerleave', 'focusin']) chips?.addEventListener(kind, light)
}
