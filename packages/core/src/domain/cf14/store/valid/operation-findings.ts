import type { Finding } from '../../../../kit/fault/index.js'
import type { AuditRecord } from '../../audit.js'
import { operationTypes } from '../../lifecycle.js'
import { found, isInstant, isWhole } from './found.js'
import type { Known } from './known.js'

const resolverTypes = ['echo', 'table', 'structural', 'openai', 'anthropic', 'local', 'custom']

/** Everything wrong with one operation. Spec cf14 6.4 `operation.*`. */
export const operationFindings = (path: string, operation: AuditRecord, known: Known): readonly Finding[] => [
  ...found(
    !(operationTypes as readonly string[]).includes(operation.operationType),
    { path: `${path}.operationType`, code: 'operation.type' },
    `found ${JSON.stringify(operation.operationType)}, wanted one of ${operationTypes.join(', ')}`,
  ),
  ...resolverFindings(`${path}.resolver`, operation),
  ...referenceFindings(path, operation, known),
  ...metricFindings(path, operation),
]

const resolverFindings = (path: string, { resolver }: AuditRecord): readonly Finding[] => {
  const code = 'operation.resolver'
  const { type, model, temperature, tokensUsed } = resolver
  return [
    ...found(
      !resolverTypes.includes(type),
      { path: `${path}.type`, code },
      `wanted one of ${resolverTypes.join(', ')}`,
    ),
    // A host without types may give anything.
    ...found(
      model !== null && typeof (model as unknown) !== 'string',
      { path: `${path}.model`, code },
      'wanted a text or null',
    ),
    ...found(
      temperature !== null && !(temperature >= 0 && temperature <= 2),
      { path: `${path}.temperature`, code },
      `found ${temperature ?? ''}, wanted 0 to 2 or null`,
    ),
    ...found(!isWhole(tokensUsed), { path: `${path}.tokensUsed`, code }, wholeWanted(tokensUsed)),
  ]
}

const wholeWanted = (value: number): string => `found ${value}, wanted a whole number from 0`

const referenceFindings = (path: string, operation: AuditRecord, known: Known): readonly Finding[] => {
  const code = 'operation.references'
  const { inputComponents: inputs, outputComponent: output } = operation
  return [
    ...found(inputs.length === 0, { path: `${path}.inputComponents`, code }, 'there are none'),
    ...inputs.flatMap((id, i) =>
      found(
        known(id) === undefined,
        { path: `${path}.inputComponents[${i}]`, code },
        `Input component ${id} not found`,
      ),
    ),
    ...found(
      known(output) === undefined,
      { path: `${path}.outputComponent`, code },
      `Output component ${output} not found`,
    ),
  ]
}

const metricFindings = (path: string, operation: AuditRecord): readonly Finding[] => {
  const code = 'operation.metrics'
  const { startedAt, completedAt, durationMs, apiCalls, success, error } = operation
  return [
    ...found(!isWhole(durationMs), { path: `${path}.durationMs`, code }, wholeWanted(durationMs)),
    ...found(!isWhole(apiCalls), { path: `${path}.apiCalls`, code }, wholeWanted(apiCalls)),
    ...found(
      !(isInstant(startedAt) && isInstant(completedAt) && startedAt <= completedAt),
      { path: `${path}.completedAt`, code },
      'it ended before it began, or one of the two is no point in time',
    ),
    ...found(
      success !== (error === null),
      { path: `${path}.error`, code },
      success ? 'it succeeded and has an error' : 'it failed and has no error',
    ),
  ]
}
