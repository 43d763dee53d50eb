import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Handler } from '@chorale/core/effect'
import type { EffectError } from '@chorale/core/fault'
import { type GraphUpsert, type GraphWritten, type Properties } from '@chorale/core/ports/graph'
import { checkGraph } from '@chorale/core/ports/graph/rules'
import { idRule } from '../compile/schema.js'
import { fateOf } from '../compile/fate.js'
import { fillNodes, lockNodes } from '../compile/emptied.js'
import { compileUpsert, type Upsert } from '../compile/upsert.js'
import { propertiesOf } from '../decode/node.js'
import { damagedStore, isNotUnique, looseEnd, otherThere, vanishedEnd, type Scene } from '../faults/index.js'
import type { Asking, Run, Session } from '../session.js'
import { asking } from './asking.js'

/** Answers `graph/upsert`: one transaction; the uniqueness of a label's ids is seen to before it. */
export const upsert =
  (store: Session): Handler<GraphUpsert> =>
  (effect, context) => {
    const fault = checkGraph(effect)
    if (fault !== undefined) return TE.left(fault)
    const scene = { doing: `write ${effect.key}` }
    const who = asking(effect, context, scene)
    const compiled = compileUpsert(effect, store.batchRows)
    const attempt = (nodes: Nodes) => store.write(who, (run) => written(scene, effect, { run, compiled, nodes }))
    return pipe(
      unique(store, who, compiled.labels),
      TE.chain(() => attempt(ruled)),
      // It may be broken on the way only: by two nodes that change their values round, say.
      TE.orElse((broken) => (isNotUnique(broken) ? attempt(emptied) : TE.left(broken))),
    )
  }

/** Sees to it that ids of these labels are unique; asked of the server once for each label. Nothing of the effect is applied by that. */
const unique = (store: Session, who: Asking, labels: readonly string[]) =>
  store.change(who, 'sent', async ({ labels: known }, run) => {
    for (const label of labels) {
      if (known.has(label)) continue
      await run({ text: idRule(label), parameters: {} })
      known.add(label)
    }
    return E.right(undefined)
  })

interface Writing {
  readonly run: Run
  readonly compiled: Upsert
  readonly nodes: Nodes
}

/** A way to write the nodes; undefined where all went well. */
type Nodes = (scene: Scene, effect: GraphUpsert, given: Omit<Writing, 'nodes'>) => Promise<EffectError | undefined>

const written = async (
  scene: Scene,
  effect: GraphUpsert,
  { run, compiled, nodes }: Writing,
): Promise<Either<EffectError, GraphWritten>> => {
  const missing = first(await places(run, compiled.ends))
  if (missing !== undefined) return E.left(missingEnd(scene, effect, missing.at))
  const fault = await nodes(scene, effect, { run, compiled })
  if (fault !== undefined) return E.left(fault)
  for (const { statement, rows } of compiled.relationships) {
    const [row] = (await run(statement)).rows
    if (row?.[0] !== rows) return E.left(vanishedEnd(scene))
  }
  return E.right({ nodes: effect.nodes.length, relationships: effect.relationships.length })
}

/** Each rule of a write in a statement of its own. */
const ruled: Nodes = async (scene, effect, { run, compiled }) => {
  const other = first(await places(run, compiled.nodes))
  const node = other === undefined ? undefined : effect.nodes[other.at]
  return node === undefined ? undefined : otherThere(scene, node, String(other?.name))
}

/** The nodes are read, decided on here, emptied, and written whole: no value stands in the way of another. */
const emptied: Nodes = async (scene, { nodes }, { run }) => {
  const there = new Map<number, Properties>()
  for (const statement of lockNodes(nodes))
    for (const [at, found] of (await run(statement)).rows) {
      const read = propertiesOf(found, 'id')
      if (E.isLeft(read)) return damagedStore(scene, `a node holds ${read.left}`)
      there.set(Number(at), read.right.properties)
    }
  const fates = nodes.map((node, at) => ({ node, fate: fateOf(there.get(at), node) }))
  for (const { node, fate } of fates) if (fate._tag === 'other') return otherThere(scene, node, fate.name)
  for (const statement of fillNodes(fates)) await run(statement)
  return undefined
}

/** A place in the effect that a statement answered with, and a name that belongs to it. */
interface Place {
  readonly at: number
  readonly name: unknown
}

const places = async (run: Run, statements: Upsert['nodes']): Promise<readonly Place[]> => {
  const found: Place[] = []
  for (const statement of statements)
    for (const [at, name] of (await run(statement)).rows) if (typeof at === 'number') found.push({ at, name })
  return found
}

const first = (found: readonly Place[]): Place | undefined => [...found].sort((a, b) => a.at - b.at)[0]

const missingEnd = (scene: Scene, { relationships }: GraphUpsert, at: number): EffectError => {
  const i = at >> 1
  const end = at % 2 === 0 ? 'from' : 'to'
  const link = relationships[i]
  return link === undefined ? vanishedEnd(scene) : looseEnd(scene, `relationships[${i}].${end}`, link[end])
}
