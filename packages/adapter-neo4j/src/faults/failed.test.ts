import { describe, expect, it } from 'vitest'
import { errorOf, isNotUnique } from './index.js'

const scene = { doing: 'write k', ids: { run: 'r' } }
const thrown = (code: string, message = 'words of the server'): Error => Object.assign(new Error(message), { code })

describe('what was thrown', () => {
  it.each<readonly [string, string, boolean, 'no' | 'unknown', 'no' | 'unknown']>([
    ['ServiceUnavailable', 'Unavailable', true, 'no', 'unknown'],
    ['SessionExpired', 'Unavailable', true, 'no', 'unknown'],
    ['N/A', 'Unavailable', true, 'no', 'unknown'],
    ['ECONNRESET', 'Unavailable', true, 'no', 'unknown'],
    ['EAI_AGAIN', 'Unavailable', true, 'no', 'unknown'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'Unavailable', true, 'no', 'unknown'],
    ['Neo.TransientError.Transaction.DeadlockDetected', 'Unavailable', true, 'no', 'no'],
    ['Neo.TransientError.General.DatabaseUnavailable', 'Unavailable', true, 'no', 'no'],
    ['Neo.ClientError.Cluster.NotALeader', 'Unavailable', true, 'no', 'no'],
    ['Neo.ClientError.Transaction.TransactionTimedOut', 'TimedOut', true, 'no', 'no'],
    ['Neo.ClientError.Transaction.Terminated', 'Unavailable', true, 'no', 'no'],
    ['Neo.ClientError.Security.Unauthorized', 'Denied', false, 'no', 'no'],
    ['Neo.ClientError.Security.AuthenticationRateLimit', 'Throttled', true, 'no', 'no'],
    ['Neo.ClientError.General.ForbiddenOnReadOnlyDatabase', 'Denied', false, 'no', 'no'],
    ['Neo.ClientError.Schema.ConstraintValidationFailed', 'Conflict', false, 'no', 'no'],
    ['Neo.ClientError.Schema.ConstraintCreationFailed', 'Conflict', false, 'no', 'no'],
    ['Neo.ClientError.Statement.EntityNotFound', 'Unavailable', true, 'no', 'no'],
    ['Neo.ClientError.Statement.SyntaxError', 'Defect', false, 'unknown', 'unknown'],
    ['Neo.ClientError.Statement.ArithmeticError', 'Rejected', false, 'no', 'no'],
    ['Neo.ClientError.Database.DatabaseNotFound', 'Rejected', false, 'no', 'no'],
    ['Neo.DatabaseError.General.UnknownError', 'Unavailable', true, 'no', 'unknown'],
    ['Neo.DatabaseError.Transaction.TransactionCommitFailed', 'Unavailable', true, 'no', 'unknown'],
    ['Neo.DatabaseError.General.StorageDamageDetected', 'Damaged', false, 'no', 'no'],
  ])('%s is %s', (...[code, _tag, retryable, sent, committing]) => {
    expect(errorOf(scene, thrown(code), 'sent')).toMatchObject({ ...scene, _tag, retryable, applied: sent })
    expect(errorOf(scene, thrown(code), 'committing')).toMatchObject({ _tag, retryable, applied: committing })
  })

  it.each(['not an error', new TypeError('x is not a function'), undefined])(
    'is a defect where nobody knows it',
    (what) => {
      expect(errorOf(scene, what, 'sent')).toMatchObject({ _tag: 'Defect' })
    },
  )

  it('is passed on in the words of the server', () => {
    const { because } = errorOf(scene, thrown('Neo.TransientError.Transaction.DeadlockDetected', 'a deadlock'), 'sent')
    expect(because).toBe('Neo.TransientError.Transaction.DeadlockDetected: a deadlock')
  })

  it.each([
    'Neo.ClientError.Schema.ConstraintValidationFailed',
    'Neo.ClientError.Schema.ConstraintCreationFailed',
    'Neo.ClientError.Statement.TypeError',
    'Neo.ClientError.Statement.ArithmeticError',
  ])('is told without the words that may hold a value: %s', (code) => {
    const message = "Node(4) already exists with label `Q` and property `a` = 's3cret'"
    expect(JSON.stringify(errorOf(scene, thrown(code, message), 'sent'))).not.toContain('s3cret')
  })

  it('is known again where a uniqueness was broken', () => {
    expect(isNotUnique(errorOf(scene, thrown('Neo.ClientError.Schema.ConstraintValidationFailed'), 'sent'))).toBe(true)
    expect(isNotUnique(errorOf(scene, thrown('Neo.ClientError.Schema.ConstraintCreationFailed'), 'sent'))).toBe(false)
  })

  it('is a wrong request where a value is too large for an index', () => {
    const large = thrown('Neo.DatabaseError.Statement.ExecutionFailed', 'Property value is too large to index, please')
    expect(errorOf(scene, large, 'sent')).toMatchObject({ _tag: 'Rejected', applied: 'no' })
  })
})
