import { normalise } from '../../../../kit/base/index.js'
import type { Finding } from '../../../../kit/fault/index.js'
import { componentStates } from '../../lifecycle.js'
import type { ComponentRecord, MatrixShape } from '../batch.js'
import { found, isInstant, isWhole } from './found.js'

const idRule = /^[A-Za-z0-9_.-]+:[A-Z](:\d+)+$/u

/** Everything wrong with one component. Spec cf14 6.4 `component.*`. */
export const componentFindings = (
  path: string,
  component: ComponentRecord,
  shape: MatrixShape | undefined,
): readonly Finding[] => [
  ...idFindings(`${path}.id`, component),
  ...found(
    !(componentStates as readonly string[]).includes(component.state),
    { path: `${path}.state`, code: 'component.state' },
    `found ${JSON.stringify(component.state)}, wanted one of ${componentStates.join(', ')}`,
  ),
  ...positionFindings(`${path}.position`, component, shape),
  ...found(
    normalise(component.initialContent) === '',
    { path: `${path}.initialContent`, code: 'component.content' },
    'the text is empty',
  ),
  ...timeFindings(path, component),
]

const idFindings = (path: string, { id, threadId, matrix, position }: ComponentRecord): readonly Finding[] => {
  const code = 'component.id'
  if (!idRule.test(id)) return [{ path, code, message: 'wanted <thread>:<matrix>:<i>:<j>' }]
  const wanted = [threadId, matrix, ...position].join(':')
  return found(id !== wanted, { path, code }, `its thread, matrix and position make ${wanted}`)
}

const positionFindings = (
  path: string,
  { position }: ComponentRecord,
  shape: MatrixShape | undefined,
): readonly Finding[] => {
  const code = 'component.position'
  const rank = shape?.axes.length ?? 2
  if (position.length !== rank || !position.every(isWhole))
    return [{ path, code, message: `found [${position.join(',')}], wanted ${rank} whole numbers from 0` }]
  const sizes = shape?.axes.map((axis) => axis.length) ?? []
  const isOutside = position.some((n, axis) => n >= (sizes[axis] ?? Infinity))
  return found(isOutside, { path, code }, `[${position.join(',')}] is outside of ${sizes.join('x')}`)
}

const timeFindings = (path: string, { createdAt, updatedAt }: ComponentRecord): readonly Finding[] => {
  const at = { path: `${path}.updatedAt`, code: 'component.timestamps' }
  if (!isInstant(createdAt) || !isInstant(updatedAt))
    return [{ ...at, message: 'wanted two points in time as milliseconds since 1970' }]
  return found(createdAt > updatedAt, at, 'it was changed before it was made')
}
