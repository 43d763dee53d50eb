/** The name of one matrix, array or tensor of the valley. */
export type ProductName =
  'A' | 'B' | 'C' | 'J' | 'F' | 'D' | 'K' | 'X' | 'Z' | 'G' | 'T' | 'E' | 'R' | 'M' | 'W' | 'P' | 'U' | 'H' | 'N'

/** How a product is made. `cross` makes a tensor; the others make matrices. Spec cf14 2. */
export type Formula =
  | { readonly _tag: 'given' }
  | {
      readonly _tag: 'dot' | 'elementwise' | 'sentence' | 'cross'
      readonly left: ProductName
      readonly right: ProductName
    }
  | {
      readonly _tag: 'shift' | 'truncation' | 'transposition' | 'lastRow' | 'lastElement'
      readonly source: ProductName
    }

/** One line of the station table. */
export interface Product {
  readonly name: ProductName
  readonly station: number
  readonly formula: Formula
}

const given = { _tag: 'given' } as const
const from = <Tag extends 'shift' | 'truncation' | 'transposition' | 'lastRow' | 'lastElement'>(
  _tag: Tag,
  source: ProductName,
) => ({ _tag, source })
const of = <Tag extends 'dot' | 'elementwise' | 'sentence' | 'cross'>(
  _tag: Tag,
  left: ProductName,
  right: ProductName,
) => ({ _tag, left, right })

/** The station table, in the order of the valley; `through` cuts it. Spec cf14 1.5. */
export const products: readonly Product[] = [
  { name: 'A', station: 1, formula: given },
  { name: 'B', station: 1, formula: given },
  { name: 'C', station: 2, formula: of('dot', 'A', 'B') },
  { name: 'J', station: 3, formula: from('truncation', 'B') },
  { name: 'F', station: 3, formula: of('elementwise', 'J', 'C') },
  { name: 'D', station: 3, formula: of('sentence', 'A', 'F') },
  { name: 'K', station: 4, formula: from('transposition', 'D') },
  { name: 'X', station: 4, formula: of('dot', 'K', 'J') },
  { name: 'Z', station: 5, formula: from('shift', 'X') },
  { name: 'G', station: 6, formula: from('truncation', 'Z') },
  { name: 'T', station: 6, formula: from('transposition', 'J') },
  { name: 'E', station: 6, formula: of('dot', 'G', 'T') },
  { name: 'R', station: 7, formula: given },
  { name: 'M', station: 7, formula: of('cross', 'R', 'E') },
  { name: 'W', station: 8, formula: of('cross', 'M', 'X') },
  { name: 'P', station: 9, formula: from('lastRow', 'Z') },
  { name: 'U', station: 9, formula: of('cross', 'W', 'P') },
  { name: 'H', station: 10, formula: from('lastElement', 'P') },
  { name: 'N', station: 10, formula: of('cross', 'U', 'H') },
]

/** What a product is made from, left first. */
export const inputsOf = (formula: Formula): readonly ProductName[] => {
  switch (formula._tag) {
    case 'given':
      return []
    case 'dot':
    case 'elementwise':
    case 'sentence':
    case 'cross':
      return [formula.left, formula.right]
    case 'shift':
    case 'truncation':
    case 'transposition':
    case 'lastRow':
    case 'lastElement':
      return [formula.source]
  }
}

/** Where a product's contents come from: given, copied by structure, or resolved by calls. Spec cf14 5.2. */
export const originOf = (formula: Formula): 'axiom' | 'structural' | 'derived' => {
  switch (formula._tag) {
    case 'given':
      return 'axiom'
    case 'truncation':
    case 'transposition':
    case 'lastRow':
    case 'lastElement':
      return 'structural'
    case 'dot':
    case 'elementwise':
    case 'sentence':
    case 'cross':
    case 'shift':
      return 'derived'
  }
}

/** How the cells of a derived product are made. */
export type Pipeline = 'dot' | 'elementwise' | 'sentence' | 'shift'

/** The pipeline of a formula; none where the cells are given, copied, or a tensor's. */
export const pipelineOf = (formula: Formula): Pipeline | undefined =>
  formula._tag === 'dot' || formula._tag === 'elementwise' || formula._tag === 'sentence' || formula._tag === 'shift'
    ? formula._tag
    : undefined
