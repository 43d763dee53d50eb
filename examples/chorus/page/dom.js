/**
 * Builds an element. Texts become text nodes: nothing that is passed in is ever read as markup.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {{ readonly [attribute: string]: string }} [attributes]
 * @param {readonly (Node | string)[]} [children]
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export const element = (tag, attributes = {}, children = []) => {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}

/**
 * A button that does one thing.
 *
 * @param {string} label
 * @param {() => void} press
 * @param {{ readonly [attribute: string]: string }} [attributes]
 */
export const button = (label, press, attributes = {}) => {
  const made = element('button', { type: 'button', ...attributes }, [label])
  made.addEventListener('click', press)
  return made
}

/**
 * The element of the page's own markup with this id.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export const byId = (id) => {
  const found = document.getElementById(id)
  if (found === null)
    throw new Error(`The page has no element #${id}: index.html and its scripts do not belong together.`)
  return found
}

/**
 * Shows a text, and leaves the node alone where it shows it already.
 *
 * @param {Node} node
 * @param {string} text
 */
export const say = (node, text) => {
  if (node.textContent !== text) node.textContent = text
}
