document.documentElement.classList.add('js')
openGrids()
lightEdges()
document.addEventListener('click', walkLinks)
addEventListener('popstate', follow)
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.defaultPrevented) closePanel()
})
if (addressed() !== undefined) {
  follow()
  // The browser's own jump to the fragment comes after this script and takes the focus with it.
  addEventListener('load', () => panelName.focus({ preventScroll: true }), { once: true })
}
