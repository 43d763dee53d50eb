import type { Formula, ProductName } from '@chorale/core/cf14'

/** How a product is made, as a reader says it: `A * B`, `D transposed`. */
export const formulaText = (formula: Formula): string => {
  switch (formula._tag) {
    case 'given':
      return 'given'
    case 'dot':
      return `${formula.left} * ${formula.right}`
    case 'elementwise':
      return `${formula.left} ⊙ ${formula.right}`
    case 'sentence':
      return `${formula.left} + ${formula.right}`
    case 'cross':
      return `${formula.left} × ${formula.right}`
    case 'shift':
      return `${formula.source} shifted`
    case 'truncation':
      return `${formula.source} without its last row`
    case 'transposition':
      return `${formula.source} transposed`
    case 'lastRow':
      return `last row of ${formula.source}`
    case 'lastElement':
      return `last cell of ${formula.source}`
  }
}

/** The same in the few characters that a map has room for. */
export const shortFormula = (formula: Formula): string => {
  switch (formula._tag) {
    case 'truncation':
      return `part of ${formula.source}`
    case 'transposition':
      return `turn of ${formula.source}`
    case 'shift':
      return `shift of ${formula.source}`
    case 'lastRow':
      return `row of ${formula.source}`
    case 'lastElement':
      return `cell of ${formula.source}`
    case 'given':
    case 'dot':
    case 'elementwise':
    case 'sentence':
    case 'cross':
      return formulaText(formula)
  }
}

/** How one cell of such a product comes about. */
export const wayOf = (formula: Formula): string => {
  switch (formula._tag) {
    case 'given':
      return 'Its cells are given with the run.'
    case 'dot':
      return `Each cell pairs a row of ${formula.left} with a column of ${formula.right}, multiplies every pair, joins the products and reads them through its own column and row.`
    case 'elementwise':
      return `Each cell multiplies the two cells that stand at its place in ${formula.left} and ${formula.right}, then reads the product through its own column and row.`
    case 'sentence':
      return `Each cell joins its place in ${formula.left} and ${formula.right} into one sentence and reads it through its own column and row.`
    case 'cross':
      return `Each cell unfolds a cell of ${formula.left} in the light of a cell of ${formula.right}.`
    case 'shift':
      return `Each cell says its place in ${formula.source} again, in the words of this station.`
    case 'truncation':
    case 'transposition':
    case 'lastRow':
    case 'lastElement':
      return 'Each cell is a copy; no model was asked.'
  }
}

/** What each product means, in one sentence. Spec cf14 1.4 and 1.5. */
export const meanings: { readonly [Name in ProductName]: string } = {
  A: 'The ways of working that the problem is met with.',
  B: 'The ground on which it will be decided.',
  C: 'What the problem requires, where each way of working meets each criterion of decision.',
  J: 'The ground of decision that objectives are built on.',
  F: 'What answers the requirements, criterion by criterion.',
  D: 'The objectives: what frames the problem joined with what resolves it.',
  K: 'The objectives with actions leading.',
  X: 'How each action would be verified against each criterion.',
  Z: 'What was to be verified, said again as what is valid.',
  G: 'What is valid, short of its last row, which is kept for integration.',
  T: 'The ground of decision with the criteria leading.',
  E: 'What is valid, weighed by the kind of knowledge it gives.',
  R: 'The topics under which knowledge is delivered.',
  M: 'Each topic unfolded through the evaluation.',
  W: 'The assessment unfolded through the verification framework.',
  P: 'The last row of what is valid: what was reviewed.',
  U: 'The implementation unfolded through what was reviewed.',
  H: 'The last cell of what was reviewed: what the whole is checked against.',
  N: 'The whole, checked for consistency.',
}

/** `semantic_multiplication` as words. */
export const spaced = (name: string): string => name.replaceAll('_', ' ')
