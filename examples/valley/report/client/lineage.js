/**
 * How one cell came about, as a reader's page: what it says, what it was made from, how it was read, its states, what rests on it.
 *
 * @param {Place} place
 * @returns {readonly Node[]}
 */
const lineageOf = ({ cell, matrix }) => [
  element('p', { class: 'where' }, [
    `Station ${matrix.station}, ${matrix.stationName}. `,
    element('a', { href: `#${matrix.name}` }, [`Matrix ${matrix.name}`]),
    ', ',
    element('span', { class: 'formula' }, [matrix.formula]),
  ]),
  ...sayingOf(cell),
  ...part('Made from', sourcesOf(cell), 'operand'),
  ...part(cell.readings.length === 1 ? 'Reading' : 'Readings', readingsOf(cell)),
  ...part('States', cell.history.length === 0 ? [] : [historyOf(cell)]),
  ...part('What rests on it', dependentsOf(cell), 'dependent'),
]

/** @param {CellView} cell @returns {readonly Node[]} */
const sayingOf = ({ standing, text, failure }) => {
  const kind = standing === 'open' ? 'open' : text.length > 120 ? 'long' : 'short'
  if (failure === undefined) return [content('p', `saying ${kind}`, text)]
  const attempts = failure.attempts === 1 ? '1 attempt' : `${failure.attempts} attempts`
  return [
    element('div', { class: 'failure' }, [
      element('p', {}, [element('strong', {}, [`Failed at ${failure.stage}`]), ` after ${attempts}.`]),
      content('p', 'cause', `${failure.cause}: ${failure.because}`),
      content('p', 'next', failure.next),
    ]),
  ]
}

/**
 * A cell as a link that walks to it.
 *
 * @param {string} key
 * @param {string} text
 */
const cellLink = (key, text) =>
  element('a', { class: 'kin', href: `#${key}`, 'data-walk': key }, [
    element('b', {}, [places.get(key)?.cell.name ?? key]),
    ' ',
    content('span', 'kin-text', text),
  ])

/** @param {CellView} cell @returns {readonly Node[]} */
const sourcesOf = ({ standing, operands, pairs }) => {
  if (standing === 'given') return [element('p', {}, ['Given with the run; nothing comes before it.'])]
  if (pairs.length > 0) return [element('ol', { class: 'pairs' }, pairs.map(pairItem))]
  const links = element(
    'ul',
    { class: 'kins' },
    operands.map(({ key, text }) => element('li', {}, [cellLink(key, text)])),
  )
  return standing === 'copied' ? [element('p', {}, ['A copy, made without any call, of']), links] : [links]
}

/** @param {CellView['pairs'][number]} pair */
const pairItem = ({ left, right, call }) =>
  element('li', {}, [
    element('div', { class: 'pair' }, [
      cellLink(left.key, left.text),
      sign('*', 'times'),
      cellLink(right.key, right.text),
    ]),
    element('div', { class: 'product' }, [
      sign('=', 'gives'),
      call.answer === undefined
        ? content('span', 'missing', call.error ?? 'no answer')
        : content('span', 'product-text', call.answer.text),
    ]),
    callDetails(call),
  ])

/** @param {string} shown @param {string} said */
const sign = (shown, said) =>
  element('span', { class: 'sign' }, [
    element('span', { 'aria-hidden': 'true' }, [shown]),
    element('span', { class: 'unseen' }, [said]),
  ])

/** @param {CellView} cell @returns {readonly Node[]} */
const readingsOf = ({ readings }) =>
  readings.length === 0 ? [] : [element('ol', { class: 'readings' }, readings.map(readingItem))]

/** @param {CallView} call */
const readingItem = (call) =>
  element('li', {}, [
    element('p', { class: 'reading-name' }, [
      call.title,
      ...(call.through === '' ? [] : [' through ', content('span', 'through', call.through)]),
    ]),
    call.answer === undefined
      ? content('p', 'missing', call.error ?? 'no answer')
      : content('p', 'reading-text', call.answer.text),
    callDetails(call),
  ])

/** @param {CellView} cell */
const historyOf = ({ history }) => element('ol', { class: 'states' }, history.map(stateItem))

/** @param {CellView['history'][number]} state */
const stateItem = ({ state, operation, texts, unchanged, took }) => {
  const by = operation === '' ? '' : ` by ${operation}, ${took}`
  const [first = ''] = texts
  const said =
    texts.length > 1
      ? element(
          'ol',
          { class: 'listed' },
          texts.map((text) => content('li', '', text)),
        )
      : content('p', '', first)
  return element('li', {}, [
    element('p', { class: 'state-name' }, [element('b', {}, [state]), by]),
    unchanged ? element('p', { class: 'unchanged' }, ['unchanged']) : said,
  ])
}

/** @param {CellView} cell @returns {readonly Node[]} */
const dependentsOf = ({ usedBy, reach }) => {
  if (usedBy.length === 0) return [element('p', {}, ['Nothing in this run.'])]
  const whole = reach.reduce((sum, { cells }) => sum + cells, 0)
  const spread = reach.map(({ matrix, cells }) => `${cells} in ${matrix}`).join(', ')
  const links = usedBy.map((key) => element('li', {}, [cellLink(key, places.get(key)?.cell.text ?? '')]))
  return [
    element('ul', { class: 'kins' }, links),
    element('p', { class: 'reach' }, [
      `Directly and through others, ${whole} ${whole === 1 ? 'cell' : 'cells'}: ${spread}.`,
    ]),
  ]
}
