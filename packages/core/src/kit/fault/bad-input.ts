import type * as t from 'io-ts/lib/index.js'

/** One fault in an input: where it is, a code for programs, a sentence for people. */
export interface Finding {
  /** Where: member names and indexes, e.g. `A.cells[1][2]`; empty for the input as a whole. */
  readonly path: string
  /** A word for programs, e.g. `wrong_type`, `empty_text`. */
  readonly code: string
  /** What was found and what is wanted. */
  readonly message: string
}

/** Input that was refused at the edge, with every fault in it; nothing was written. Architecture 7. */
export interface BadInput {
  readonly _tag: 'BadInput'
  readonly doing: string
  readonly because: string
  readonly next: string
  readonly findings: readonly Finding[]
}

/** A refusal of input with all findings. */
export const badInput = (doing: string, findings: readonly Finding[]): BadInput => ({
  _tag: 'BadInput',
  doing,
  because: findings.map((f) => `${f.path === '' ? 'input' : f.path}: ${f.message}`).join('; '),
  next: 'Correct what is named and start again; nothing was written.',
  findings,
})

/** A path for people: `A.cells[1][2]`. */
export const pathOf = (keys: readonly (string | number)[]): string =>
  keys.reduce<string>((path, key) => {
    if (/^\d+$/u.test(String(key))) return `${path}[${key}]`
    return path === '' ? String(key) : `${path}.${key}`
  }, '')

const kindOf = (value: unknown): string => {
  if (value === null) return 'null'
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return `an array of ${value.length}`
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** io-ts' errors as findings, one per place. The value itself is not shown: it may hold what must not be logged. */
export const findingsOf = (errors: t.Errors): readonly Finding[] => {
  const seen = new Map<string, Finding>()
  for (const error of errors) {
    // Steps into the members of an intersection or a union carry no place of the input.
    const keys = error.context
      .filter((entry, i) => entry.key !== '' && !isBranch(error.context[i - 1]))
      .map((entry) => entry.key)
    const path = pathOf(keys)
    const wanted = error.context.at(-1)?.type.name ?? 'another type'
    const message = error.message ?? `found ${kindOf(error.value)}, wanted ${wanted}`
    if (!seen.has(path)) seen.set(path, { path, code: error.value === undefined ? 'missing' : 'wrong_type', message })
  }
  return [...seen.values()]
}

const isBranch = (entry: t.ContextEntry | undefined): boolean => {
  const { _tag } = bare(entry?.type)
  return _tag === 'IntersectionType' || _tag === 'UnionType'
}

/** io-ts types carry their kind in `_tag`, and a wrapper the type inside: members that `Decoder` does not declare. */
interface Kind {
  readonly _tag?: unknown
  readonly type?: unknown
  readonly runDefinition?: unknown
}

const wrappers: readonly unknown[] = ['ReadonlyType', 'ExactType', 'RefinementType', 'RecursiveType']

/** The type inside of wrappers: those take no step of their own in a path. */
const bare = (type: unknown): Kind => {
  const kind: Kind = typeof type === 'object' && type !== null ? type : {}
  if (!wrappers.includes(kind._tag)) return kind
  // A cast after a check: io-ts declares the definition of a recursion as a function without arguments.
  const inside = typeof kind.runDefinition === 'function' ? (kind.runDefinition as () => unknown)() : kind.type
  return bare(inside)
}
