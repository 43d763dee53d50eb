import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Handler } from '@chorale/core/effect'
import type { EffectError } from '@chorale/core/fault'
import { type GraphMigrate, type Shape } from '@chorale/core/ports/graph'
import { checkGraph } from '@chorale/core/ports/graph/rules'
import { planOf, selectRules, selectSchemas, type KeptSchema, type Migration } from '../compile/migration.js'
import type { Rule } from '../compile/schema.js'
import { schemasOf } from '../decode/schema.js'
import { damagedStore, doubled, newerSchema, type Scene } from '../faults/index.js'
import type { Asking, Run, Session } from '../session.js'
import { asking } from './asking.js'

/**
 * Answers `graph/migrate`. Schema changes share no transaction with data, nor with each other: new rules are made one by one and taken back where
 * one fails, old ones go after them, and the version is written last. A migration that died in between is carried on by the next.
 */
export const migrate =
  (store: Session): Handler<GraphMigrate> =>
  (effect, context) => {
    const fault = checkGraph(effect)
    if (fault !== undefined) return TE.left(fault)
    const scene = { doing: `migrate ${effect.key}` }
    const who = asking(effect, context, scene)
    return pipe(
      found(store, who),
      TE.chain(({ schemas, rules }) => {
        const from = schemas.find(({ schema }) => schema === effect.schema)?.version ?? 0
        const to = effect.steps.length
        if (from > to) return TE.left(newerSchema(scene, effect.schema, { found: from, known: to }))
        return pipe(
          carriedOut(store, who, planOf(effect, { schemas, rules })),
          TE.map(() => ({ from, to })),
        )
      }),
    )
  }

interface Found {
  readonly schemas: readonly KeptSchema[]
  readonly rules: ReadonlySet<string>
}

const found = (store: Session, who: Asking): TaskEither<EffectError, Found> =>
  store.read(who, async (run) => {
    const schemas = schemasOf(await run(selectSchemas))
    if (schemas === undefined) return E.left(damagedStore(who.scene, 'a schema is not what was written'))
    const rules = new Set<string>()
    for (const statement of selectRules) for (const [name] of (await run(statement)).rows) rules.add(String(name))
    return E.right({ schemas, rules })
  })

const carriedOut = (store: Session, who: Asking, plan: Migration): TaskEither<EffectError, void> =>
  pipe(
    store.read(who, (run) => noneDoubled(who.scene, run, plan)),
    TE.chain(() => store.change(who, 'committing', (_, run) => changed(run, plan))),
    TE.chain(() =>
      store.write(who, async (run) => {
        await run(plan.keep)
        return E.right(undefined)
      }),
    ),
  )

const noneDoubled = async (scene: Scene, run: Run, { doubles }: Migration): Promise<Either<EffectError, void>> => {
  for (const { shape, text } of doubles) {
    const [row] = (await run({ text, parameters: {} })).rows
    if (row !== undefined) return E.left(doubled(scene, doubleWords(shape, row)))
  }
  return E.right(undefined)
}

const doubleWords = ({ label, properties }: Shape, [one, other]: readonly unknown[]): string =>
  `${label} ${String(one)} and ${String(other)} have the same ${properties.join(', ')}`

const changed = async (run: Run, { first, made, ids, last }: Migration): Promise<Either<EffectError, void>> => {
  const undo: string[] = []
  const step = async (texts: readonly string[]) => {
    for (const text of texts) await run({ text, parameters: {} })
  }
  try {
    for (const { create, drop } of first) {
      await step([drop])
      undo.unshift(create)
    }
    for (const { create, drop } of made) {
      await step([create])
      undo.unshift(drop)
    }
  } catch (thrown) {
    await step(undo)
    throw thrown
  }
  await step([...ids, ...last.map(({ drop }: Rule) => drop), 'CALL db.awaitIndexes(30)'])
  return E.right(undefined)
}
