import { inputsOf, products, type ProductName } from '../product.js'

const levels: ReadonlyMap<string, number> = (() => {
  const known = new Map<ProductName, number>()
  for (const { name, formula } of products)
    known.set(name, Math.max(-1, ...inputsOf(formula).map((input) => known.get(input) ?? -1)) + 1)
  return known
})()

/** How many products stand between a matrix and what was given: 0 for A, B and R. One that the valley does not know comes last. Spec cf14 1.6. */
export const levelOf = (matrix: string): number => levels.get(matrix) ?? levels.size
