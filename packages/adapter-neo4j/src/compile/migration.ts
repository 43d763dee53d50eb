import type { GraphMigrate, SchemaStep, Shape } from '@chorale/core/ports/graph'
import type { Statement } from '../driver.js'
import { own } from '../schema.js'
import { doubleText, idRule, indexRule, prefixes, uniqueRule, type Rule } from './schema.js'

/** A schema as the store has it. */
export interface KeptSchema {
  readonly schema: string
  readonly version: number
  readonly unique: readonly Shape[]
  readonly indexes: readonly Shape[]
}

/** What is to be done, in this order; what is made is made if it is not there, so that it may be done again. */
export interface Migration {
  /** Questions for two nodes that break a uniqueness that is new. */
  readonly doubles: readonly { readonly shape: Shape; readonly text: string }[]
  /** Rules whose place another one takes. */
  readonly first: readonly Rule[]
  readonly made: readonly Rule[]
  /** Uniquenesses of ids, which are never dropped. */
  readonly ids: readonly string[]
  /** Rules that no schema asks for any more. */
  readonly last: readonly Rule[]
  /** Writes down what the schema is now. */
  readonly keep: Statement
}

/** Reads all schemas. */
export const selectSchemas: Statement = {
  text: `MATCH (s:${own.schema}) RETURN s.schema, s.version, s.unique, s.indexes`,
  parameters: {},
}

/** Reads the names of all rules that schemas have made. */
export const selectRules: readonly Statement[] = [
  {
    text: 'SHOW CONSTRAINTS YIELD name WHERE name STARTS WITH $prefix RETURN name',
    parameters: { prefix: prefixes.unique },
  },
  {
    text: 'SHOW INDEXES YIELD name WHERE name STARTS WITH $prefix RETURN name',
    parameters: { prefix: prefixes.index },
  },
]

/** Plans a migration from what all schemas are and which rules are there: several schemas may ask for the same rule. */
export const planOf = (
  { schema, steps }: GraphMigrate,
  { schemas, rules }: { readonly schemas: readonly KeptSchema[]; readonly rules: ReadonlySet<string> },
): Migration => {
  const now: KeptSchema = { schema, version: steps.length, ...shapesOf(steps) }
  const before = schemas.find((each) => each.schema === schema)
  const all = [...schemas.filter((each) => each !== before), now]
  const unique = named(all.flatMap((each) => each.unique).filter(isFree), uniqueRule)
  const indexes = named(all.flatMap((each) => each.indexes).filter(isFree), indexRule)
  // A uniqueness is an index already, and the store has one for a shape.
  for (const { shape } of unique.values()) indexes.delete(indexRule(shape).name)
  const wanted = new Map([...unique, ...indexes])
  const old = [
    ...named((before?.unique ?? []).filter(isFree), uniqueRule),
    ...named((before?.indexes ?? []).filter(isFree), indexRule),
  ]
  const gone = old.filter(([name]) => !wanted.has(name)).map(([, each]) => each)
  const isReplaced = ({ shape }: Named) => unique.has(uniqueRule(shape).name) || indexes.has(indexRule(shape).name)
  const superseded = [...unique.values()].map(({ shape }) => indexRule(shape)).filter(({ name }) => rules.has(name))
  const firstOnes = [...superseded, ...gone.filter(isReplaced).map(({ rule }) => rule)]
  return {
    doubles: [...unique.values()]
      .filter(({ rule }) => !rules.has(rule.name))
      .map(({ shape }) => ({ shape, text: doubleText(shape) })),
    first: [...new Map(firstOnes.map((rule) => [rule.name, rule])).values()],
    made: [...wanted.values()].map(({ rule }) => rule).filter(({ name }) => !rules.has(name)),
    ids: [...new Set([...now.unique, ...now.indexes].filter((shape) => !isFree(shape)).map(({ label }) => label))].map(
      idRule,
    ),
    last: gone.filter((each) => !isReplaced(each)).map(({ rule }) => rule),
    keep: keepText(now),
  }
}

interface Named {
  readonly shape: Shape
  readonly rule: Rule
}

const named = (shapes: readonly Shape[], rule: (shape: Shape) => Rule): Map<string, Named> =>
  new Map(shapes.map((shape) => [rule(shape).name, { shape, rule: rule(shape) }]))

/** Ids are held apart by a rule that no schema may drop. */
const isFree = ({ properties }: Shape): boolean => properties.some((name) => name !== 'id')

/** What holds after all steps. */
const shapesOf = (steps: readonly SchemaStep[]): Pick<KeptSchema, 'unique' | 'indexes'> => {
  let [unique, indexes]: (readonly Shape[])[] = [[], []]
  for (const step of steps) {
    const gone = new Set((step.drop ?? []).map(shapeText))
    const stay = (shapes: readonly Shape[] = []) => shapes.filter((shape) => !gone.has(shapeText(shape)))
    unique = [...stay(unique), ...(step.unique ?? [])]
    indexes = [...stay(indexes), ...(step.indexes ?? [])]
  }
  return { unique: unique ?? [], indexes: indexes ?? [] }
}

/** A shape as it is kept in a list of texts. */
export const shapeText = ({ label, properties }: Shape): string => JSON.stringify([label, ...properties])

const keepText = ({ schema, version, unique, indexes }: KeptSchema): Statement => ({
  text: `MERGE (s:${own.schema} {schema: $schema}) SET s.version = $version, s.unique = $unique, s.indexes = $indexes`,
  parameters: { schema, version: BigInt(version), unique: unique.map(shapeText), indexes: indexes.map(shapeText) },
})
