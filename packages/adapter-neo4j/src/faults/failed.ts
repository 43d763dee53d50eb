import {
  conflict,
  damaged,
  defect,
  denied,
  rejected,
  throttled,
  thrownText,
  timedOut,
  unavailable,
  type EffectError,
} from '@chorale/core/fault'
import { failureOf, type Failure } from '../driver.js'
import type { Phase, Scene } from './scene.js'

/** What was thrown by the client, the server or the network, as an error. What the server says is passed on only where it holds no value. */
export const errorOf = (scene: Scene, thrown: unknown, phase: Phase): EffectError => {
  const failure = failureOf(thrown)
  if (failure === undefined) return crashed(scene, thrownText(thrown))
  if (failure.code.startsWith('Neo.')) return serverError(scene, failure, phase)
  if (clientFaults.includes(failure.code) || networkFault.test(failure.code)) return away(scene, failure, phase)
  return crashed(scene, `${failure.code}: ${failure.text}`)
}

/** `N/A` is what the client says of its own pool: no connection became free in time, or it was closed meanwhile. */
const clientFaults: readonly string[] = ['ServiceUnavailable', 'SessionExpired', 'ProtocolError', 'N/A']

const networkFault = /^(?:E[A-Z]{3,}|EAI_AGAIN|UND_ERR_\w+|ERR_(?:TLS|SSL)\w*|[A-Z_]*CERT[A-Z_]*)$/u

/** An answer of the server is an answer: what it says it could not do was not done. The one exception is a commit that failed inside of it. */
const serverError = (scene: Scene, failure: Failure, phase: Phase): EffectError => {
  const [, kind = '', group = '', title = ''] = failure.code.split('.')
  switch (kind) {
    case 'TransientError':
      return busy(scene, said(failure))
    case 'ClientError':
      return clientError(scene, failure, { group, title })
    case 'DatabaseError':
      return databaseError(scene, failure, { title, phase })
    default:
      return away(scene, failure, phase)
  }
}

interface Named {
  readonly group: string
  readonly title: string
}

const clientError = (scene: Scene, failure: Failure, { group, title }: Named): EffectError => {
  switch (group) {
    case 'Security':
      return title === 'AuthenticationRateLimit' ? tooOften(scene, said(failure)) : notAllowed(scene, said(failure))
    case 'Schema':
      return title === 'ConstraintValidationFailed' ? notUnique(scene) : schemaConflict(scene, failure)
    case 'Statement':
      return statementError(scene, failure, title)
    case 'Transaction':
      if (title.startsWith('TransactionTimedOut')) return late(scene, 'the server ended it at its deadline', 'sent')
      return title.includes('Terminated') ? busy(scene, said(failure)) : refused(scene, said(failure))
    case 'Cluster':
      return busy(scene, said(failure))
    case 'General':
      return title === 'ForbiddenOnReadOnlyDatabase' || title === 'WriteOnReadOnlyAccessDatabase'
        ? notAllowed(scene, said(failure))
        : refused(scene, said(failure))
    default:
      return refused(scene, said(failure))
  }
}

const statementError = (scene: Scene, failure: Failure, title: string): EffectError => {
  switch (title) {
    case 'EntityNotFound':
      return busy(scene, `${failure.code}: another writer deleted what it was about`)
    // Statements hold no value, so what is said of their text holds none either; anything else may show parameters.
    case 'SyntaxError':
      return crashed(scene, said(failure))
    case 'SemanticError':
    case 'ParameterMissing':
    case 'AccessMode':
    case 'TypeError':
    case 'ArgumentError':
      return crashed(scene, failure.code)
    default:
      return refused(scene, failure.code)
  }
}

const spoilt: readonly string[] = ['IndexCorruptionDetected', 'SchemaCorruptionDetected', 'StorageDamageDetected']

const databaseError = (
  scene: Scene,
  failure: Failure,
  { title, phase }: { readonly title: string; readonly phase: Phase },
): EffectError => {
  if (failure.text.startsWith('Property value is too large to index')) return tooLarge(scene)
  if (spoilt.includes(title))
    return damaged({ ...scene, because: said(failure), next: 'Look into the log of the server, and restore a backup.' })
  return unavailable({
    ...scene,
    because: said(failure),
    next: 'Look into the log of the server, then try again.',
    applied: phase === 'committing' ? 'unknown' : 'no',
  })
}

const said = ({ code, text }: Failure): string => `${code}: ${text}`

const away = (scene: Scene, failure: Failure, phase: Phase): EffectError =>
  unavailable({
    ...scene,
    because: `the server cannot be reached: ${said(failure)}`,
    next: 'Check that it runs and that its address and certificate are right, then try again.',
    applied: phase === 'committing' ? 'unknown' : 'no',
  })

const busy = (scene: Scene, because: string): EffectError =>
  unavailable({ ...scene, because, next: 'Try again: nothing was written.', applied: 'no' })

const tooOften = (scene: Scene, because: string): EffectError =>
  throttled({ ...scene, because, next: 'Correct the credentials, then wait a while.' })

const notAllowed = (scene: Scene, because: string): EffectError =>
  denied({ ...scene, because, next: 'Check the credentials and the rights of the user.' })

const refused = (scene: Scene, because: string): EffectError =>
  rejected({ ...scene, because, next: 'Change what is asked, or the configuration of store or server.' })

const crashed = (scene: Scene, because: string): EffectError =>
  defect({ ...scene, because, next: 'Report it with the text above.' })

const sameValues = 'another node has the same values, of which the schema says that no two nodes have them'

/** Whether an error is that of a broken uniqueness: told by its words, which stand nowhere else. */
export const isNotUnique = ({ _tag, because }: EffectError): boolean => _tag === 'Conflict' && because === sameValues

/** The server would show the value. */
const notUnique = (scene: Scene): EffectError =>
  conflict({
    ...scene,
    because: sameValues,
    next: 'Choose other values, or write to the node that has them.',
  })

const schemaConflict = (scene: Scene, { code }: Failure): EffectError =>
  conflict({
    ...scene,
    because: `${code}: the schema of the database, or what is stored, is in the way`,
    next: 'Mend the nodes that break the uniqueness, or drop the index that has its place.',
  })

const tooLarge = (scene: Scene): EffectError =>
  rejected({
    ...scene,
    because: 'an id, or a value that the schema indexes, is longer than an index of Neo4j can take',
    next: 'Keep such texts under 8,000 bytes, and longer ones in a property without an index.',
  })

/** No answer in time. */
export const late = (scene: Scene, because: string, phase: Phase): EffectError =>
  timedOut({
    ...scene,
    because,
    next: 'Try again, or allow more time in the options.',
    applied: phase === 'committing' ? 'unknown' : 'no',
  })
