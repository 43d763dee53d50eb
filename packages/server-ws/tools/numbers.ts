import { parseArgs } from 'node:util'

/** What a command takes: numbers with their usual values, and those of them that may be 0. */
export interface Numbers<N extends string> {
  readonly command: string
  readonly usual: { readonly [name in N]: number }
  readonly orNone?: readonly NoInfer<N>[]
}

/** Whole numbers from the command line, by name; where something else is given, says what is wanted and gives undefined. */
export const numbersFrom = <N extends string>(
  argv: readonly string[],
  { command, usual, orNone = [] }: Numbers<N>,
): { readonly [name in N]: number } | undefined => {
  const names = Object.keys(usual)
  const least = (name: string): number => (orNone.some((one) => one === name) ? 0 : 1)
  const given = valuesIn(argv, names)
  const isGood = given?.every(([name, text]) => /^\d{1,6}$/u.test(text) && Number(text) >= least(name)) ?? false
  if (given !== undefined && isGood) {
    const numbers = given.map(([name, text]) => [name, Number(text)])
    // A cast by construction: every name has its number, its own or the usual one.
    return { ...usual, ...Object.fromEntries(numbers) } as { readonly [name in N]: number }
  }
  const flags = names.map((name) => `[--${name} N]`).join(' ')
  console.error(`Wanted: npm run ${command} -- ${flags}, whole numbers of at most six digits.`)
  return undefined
}

const valuesIn = (argv: readonly string[], names: readonly string[]): readonly [string, string][] | undefined => {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]))
  try {
    return Object.entries(parseArgs({ args: [...argv], options }).values).map(([name, text]) => [name, String(text)])
  } catch {
    return undefined
  }
}
