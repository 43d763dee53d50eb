import type { Finding, Report } from '../../kit/fault/index.js'

/** Codes of the classes thread and model, and of the classes storage and StateError where those have none. Spec chorus 12. */
export type ThreadCode =
  | 'THREAD_NOT_FOUND'
  | 'THREAD_CLOSED'
  | 'THREAD_LAST_CO_AUTHOR'
  | 'NOT_AUTHORISED'
  | 'MESSAGE_INVALID'
  | 'MESSAGE_NOT_PENDING'
  | 'ALREADY_VOTED'
  | 'HASH_MISMATCH'
  | 'INSUFFICIENT_TOKENS'
  | 'VERSION_CONFLICT'
  /** A message or a user that the working set lacks. */
  | 'NOT_FOUND'
  /** The operation does not fit what is there. */
  | 'STATE_INVALID_INPUT'
  /** What would be there breaks an invariant that has no code of its own. */
  | 'STATE_INVARIANT'

/** One thing that is wrong, with its place in the records or in the operation. It shows no content. */
export interface ThreadFinding extends Finding {
  readonly code: ThreadCode
}

interface Member<Tag extends string> extends Report {
  readonly _tag: Tag
  /** That of the first finding. */
  readonly code: ThreadCode
  /** Whether the same operation may pass once the newest records were read. */
  readonly retryable: boolean
  /** All that was found, never empty. */
  readonly findings: readonly ThreadFinding[]
}

/** What would be there is not valid. */
export type ValidationFailed = Member<'ValidationFailed'>
/** What is there does not allow it; `from` and `to` say so in words. */
export type InvalidTransition = Member<'InvalidTransition'> & { readonly from: string; readonly to: string }
/** Somebody was faster; 0 stands for a thread that is not there. */
export type VersionConflict = Member<'VersionConflict'> & { readonly expected: number; readonly found: number }
/** They may not do this. */
export type NotAuthorised = Member<'NotAuthorised'>

/** Why an operation is refused; nothing has changed then. Spec chorus 10.3. */
export type ThreadFault = ValidationFailed | InvalidTransition | VersionConflict | NotAuthorised

/** {@link ThreadFinding} */
export const finding = (path: string, code: ThreadCode, message: string): ThreadFinding => ({ path, code, message })

/** What the fault of an operation is about. */
export interface Refused {
  /** The operation, by its tag and the id of its thread. */
  readonly operation: string
  readonly threadId: string
  readonly findings: readonly ThreadFinding[]
}

const member = <Tag extends string>(_tag: Tag, { operation, threadId, findings }: Refused, next: string) => ({
  _tag,
  code: findings[0]?.code ?? ('STATE_INVARIANT' as const),
  retryable: _tag === 'VersionConflict',
  doing: `${operation} in thread ${threadId}`,
  because: findings.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; '),
  next,
  ids: { thread: threadId },
  findings,
})

/** {@link ValidationFailed} */
export const validationFailed = (refused: Refused): ValidationFailed =>
  member('ValidationFailed', refused, 'Correct what is named; nothing has changed.')

/** {@link InvalidTransition} */
export const invalidTransition = (refused: Refused, from: string): InvalidTransition => ({
  ...member('InvalidTransition', refused, 'Look at what is there now; nothing has changed.'),
  ...{ from, to: refused.operation },
})

/** {@link VersionConflict} */
export const versionConflict = (
  refused: Refused,
  versions: { readonly expected: number; readonly found: number },
): VersionConflict => ({
  ...member('VersionConflict', refused, 'Read the thread again and decide anew.'),
  ...versions,
})

/** {@link NotAuthorised} */
export const notAuthorised = (refused: Refused): NotAuthorised =>
  member('NotAuthorised', refused, 'Ask somebody who may; nothing has changed.')

/** Those findings that were found. */
export const found = (...all: readonly (ThreadFinding | false)[]): readonly ThreadFinding[] =>
  all.filter((each) => each !== false)
