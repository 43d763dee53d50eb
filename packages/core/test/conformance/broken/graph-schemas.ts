import * as E from 'fp-ts/lib/Either.js'
import type { SchemaStep } from '../../../src/ports/graph/index.js'
import { asking, broken, redone, telling, without, type Broken, type Spoil } from './spoil.js'

const graph = broken('graph')

const eachStep = (change: (step: SchemaStep) => SchemaStep): Spoil =>
  asking('graph/migrate', (effect) => ({ ...effect, steps: effect.steps.map(change) }))

/** Graphs that bring schemas up wrongly. */
export const graphSchemas: readonly Broken[] = [
  graph(
    'a newer schema is taken for the same',
    redone('graph/migrate', async (effect, right) => {
      const outcome = await right.ask('graph/migrate', effect)
      return E.isLeft(outcome) && outcome.left.because.includes('in version')
        ? E.right({ from: effect.steps.length, to: effect.steps.length })
        : outcome
    }),
  ),
  graph(
    'a schema always begins at 0',
    telling('graph/migrate', ({ to }) => ({ from: 0, to })),
  ),
  graph(
    'nothing is unique',
    eachStep((step) => without('unique', step)),
  ),
  graph(
    'only the first property is unique',
    eachStep((step) => ({
      ...step,
      ...(step.unique === undefined
        ? {}
        : { unique: step.unique.map(({ label, properties }) => ({ label, properties: properties.slice(0, 1) })) }),
    })),
  ),
  graph(
    'what is dropped still holds',
    eachStep((step) => without('drop', step)),
  ),
]
