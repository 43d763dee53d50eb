import type { Value } from '../driver.js'

/** Parameters of one statement as it is written: values go in, names come out. */
export interface Parameters {
  /** Takes a value and gives the text that stands for it. */
  readonly take: (value: Value) => string
  readonly all: () => { readonly [name: string]: Value }
}

/** None yet. */
export const parameters = (): Parameters => {
  const values: Value[] = []
  return {
    take: (value) => `$p${values.push(value) - 1}`,
    all: () => Object.fromEntries(values.map((value, i) => [`p${i}`, value])),
  }
}
