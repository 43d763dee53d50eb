import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { badInput, conflict, orReject } from './index.js'

const rejectionOf = (outcome: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(outcome).then(
    () => 'it resolved',
    (thrown: unknown) => thrown,
  )

describe('the Promise face of a failure', () => {
  it('resolves with the right side', async () => {
    await expect(orReject(Promise.resolve(E.right(7)))).resolves.toBe(7)
  })

  it('resolves with a right side of undefined', async () => {
    await expect(orReject(Promise.resolve(E.right(undefined)))).resolves.toBeUndefined()
  })

  it('rejects with an Error that carries the tag and every field of the left side', async () => {
    const failure = conflict({ doing: 'append', because: 'expected 3, found 4', next: 'Read on', ids: { run: 'r1' } })
    const thrown = await rejectionOf(orReject(Promise.resolve(E.left(failure))))
    expect(thrown).toBeInstanceOf(Error)
    expect(thrown).toMatchObject(failure)
  })

  it('keeps the findings of bad input', async () => {
    const failure = badInput('read', [{ path: 'A', code: 'missing', message: 'found nothing' }])
    expect(await rejectionOf(orReject(Promise.resolve(E.left(failure))))).toMatchObject({
      _tag: 'BadInput',
      findings: [{ path: 'A', code: 'missing' }],
    })
  })

  it('keeps a field that is called name', async () => {
    const failure = {
      _tag: 'UnknownState',
      doing: 'move a state',
      because: 'no such state',
      next: 'Look',
      name: 'opne',
    }
    expect(await rejectionOf(orReject(Promise.resolve(E.left(failure))))).toMatchObject({ ...failure })
  })

  it('keeps the cause', async () => {
    const cause = conflict({ doing: 'append', because: 'elsewhere', next: 'Read on' })
    const failure = { _tag: 'JournalFailed', doing: 'append', because: 'lost', next: 'Look', cause }
    expect(await rejectionOf(orReject(Promise.resolve(E.left(failure))))).toMatchObject({ cause })
  })

  it('has a message and a name for people', async () => {
    const failure = conflict({ doing: 'append', because: 'expected 3, found 4', next: 'Read on' })
    const thrown = await rejectionOf(orReject(Promise.resolve(E.left(failure))))
    expect(String(thrown)).toBe('Conflict: append: expected 3, found 4. Read on')
  })

  it('does not swallow a promise that rejects', async () => {
    const broken = new Error('broken')
    expect(await rejectionOf(orReject(Promise.reject(broken)))).toBe(broken)
  })
})
