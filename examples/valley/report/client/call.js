/**
 * One resolver call, folded: who answered, what was asked, what was used, what it took.
 *
 * @param {CallView} call
 */
const callDetails = ({ answer, terms, promptHash }) =>
  element('details', { class: 'call' }, [
    element('summary', {}, [answer === undefined ? 'what was asked' : answer.summary]),
    facts([
      ...(answer?.facts ?? []).map(({ name, value }) => /** @type {const} */ ([name, value])),
      ['Prompt hash', hashToggle(promptHash)],
      ...terms.map(({ role, text }) => /** @type {const} */ ([`Term, ${role}`, text])),
      ...(answer === undefined ? [] : [/** @type {const} */ (['Terms used', textList(answer.termsUsed)])]),
      ...(answer === undefined || answer.warnings.length === 0
        ? []
        : [/** @type {const} */ (['Warnings', textList(answer.warnings)])]),
    ]),
  ])

/** @param {readonly string[]} texts */
const textList = (texts) =>
  texts.length === 0
    ? 'none'
    : element(
        'ul',
        {},
        texts.map((text) => content('li', 'term', text)),
      )

/**
 * A hash in short, and whole when asked for.
 *
 * @param {string} hash
 */
const hashToggle = (hash) => {
  const short = `${hash.slice(0, 12)}…`
  const button = element(
    'button',
    { type: 'button', class: 'hash', 'aria-expanded': 'false', title: 'Show the whole hash' },
    [short],
  )
  button.addEventListener('click', () => {
    const open = button.getAttribute('aria-expanded') !== 'true'
    button.setAttribute('aria-expanded', String(open))
    button.textContent = open ? hash : short
  })
  return button
}
