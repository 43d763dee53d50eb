/**
 * Builds an element. Texts become text nodes: nothing that is passed in is ever read as markup.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {{ readonly [attribute: string]: string }} attributes
 * @param {readonly (Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
const element = (tag, attributes, children) => {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}

/**
 * A text of the run's, in its own direction.
 *
 * @param {keyof HTMLElementTagNameMap} tag
 * @param {string} name the class
 * @param {string} text
 */
const content = (tag, name, text) => element(tag, { class: name, dir: 'auto' }, [text])

/**
 * A titled part of the panel; nothing where it has no children.
 *
 * @param {string} title
 * @param {readonly (Node | string)[]} children
 * @param {string} [relation] how the cells it names are marked in the grids
 * @returns {readonly Node[]}
 */
const part = (title, children, relation) => {
  if (children.length === 0) return []
  const mark =
    relation === undefined ? [] : [element('span', { class: `relation ${relation}`, 'aria-hidden': 'true' }, [])]
  return [element('section', { class: 'chapter' }, [element('h3', {}, [title, ...mark]), ...children])]
}

/**
 * A list of names and values.
 *
 * @param {readonly (readonly [string, Node | string])[]} entries
 */
const facts = (entries) =>
  element(
    'dl',
    { class: 'call-facts' },
    entries.map(([name, value]) =>
      element('div', {}, [element('dt', {}, [name]), element('dd', { dir: 'auto' }, [value])]),
    ),
  )
