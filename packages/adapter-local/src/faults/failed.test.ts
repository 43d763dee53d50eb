import { describe, expect, it } from 'vitest'
import { troubleOf } from './failed.js'

const scene = { doing: 'append to a journal', ids: { run: 'r' } }
const sqlite = (extended: number): Error => Object.assign(new Error('words of SQLite'), { rawCode: extended })
const system = (code: string): Error => Object.assign(new Error(code), { code, syscall: 'open' })

describe('what a driver threw', () => {
  it.each<readonly [string, number, string, boolean]>([
    ['SQLITE_BUSY', 5, 'Unavailable', true],
    ['SQLITE_BUSY_RECOVERY', 261, 'Unavailable', true],
    ['SQLITE_LOCKED', 6, 'Unavailable', true],
    ['SQLITE_PROTOCOL', 15, 'Unavailable', true],
    ['SQLITE_IOERR_READ', 266, 'Unavailable', true],
    ['SQLITE_NOMEM', 7, 'Unavailable', true],
    ['SQLITE_CANTOPEN', 14, 'Unavailable', true],
    ['SQLITE_CORRUPT', 11, 'Damaged', false],
    ['SQLITE_CORRUPT_INDEX', 779, 'Damaged', false],
    ['SQLITE_NOTADB', 26, 'Damaged', false],
    ['SQLITE_CONSTRAINT_PRIMARYKEY', 1555, 'Damaged', false],
    ['SQLITE_MISMATCH', 20, 'Damaged', false],
    ['SQLITE_ERROR', 1, 'Damaged', false],
    ['SQLITE_READONLY', 8, 'Denied', false],
    ['SQLITE_PERM', 3, 'Denied', false],
    ['SQLITE_TOOBIG', 18, 'Rejected', false],
    ['SQLITE_MISUSE', 21, 'Defect', false],
  ])('%s (%d) is %s', (...[, code, tag, retryable]) => {
    const { error, isFull } = troubleOf(scene, sqlite(code), 'before commit')
    expect(error).toMatchObject({ _tag: tag, retryable, doing: 'append to a journal', ids: { run: 'r' } })
    expect(error.because).toContain('words of SQLite')
    expect(isFull).toBe(false)
  })

  it.each([
    ['SQLITE_FULL', sqlite(13)],
    ['SQLITE_IOERR_SHMSIZE', sqlite(4874)],
    ['ENOSPC', system('ENOSPC')],
    ['EDQUOT', system('EDQUOT')],
  ])('%s is a full disk', (_name, thrown) => {
    expect(troubleOf(scene, thrown, 'before commit')).toMatchObject({
      isFull: true,
      error: { _tag: 'Unavailable', applied: 'no', because: 'the disk is full' },
    })
  })

  it('may have been applied where a commit could not be synced, and only there', () => {
    expect(troubleOf(scene, sqlite(1034), 'at commit').error.applied).toBe('unknown')
    expect(troubleOf(scene, sqlite(1034), 'before commit').error.applied).toBe('no')
  })
})

describe('what the file system threw', () => {
  it.each([
    ['EACCES', 'Denied'],
    ['EROFS', 'Denied'],
    ['ENOTDIR', 'Rejected'],
    ['EEXIST', 'Rejected'],
    ['EIO', 'Unavailable'],
  ])('%s is %s', (code, tag) => {
    const { error } = troubleOf(scene, system(code), 'before commit')
    expect(error._tag).toBe(tag)
    expect(error.because).toContain(code)
  })
})

describe('a driver that is not there', () => {
  it('is told as what it is', () => {
    const thrown = Object.assign(new Error("Cannot find module 'libsql'"), { code: 'MODULE_NOT_FOUND' })
    expect(troubleOf(scene, thrown, 'before commit').error).toMatchObject({ _tag: 'Unsupported', applied: 'no' })
  })
})

describe('anything else that was thrown', () => {
  it.each([
    ['an error', new TypeError('x is not a function'), 'TypeError: x is not a function'],
    ['a text', 'oops', 'oops'],
  ])('is a defect to be reported: %s', (_what, thrown, because) => {
    expect(troubleOf(scene, thrown, 'before commit').error).toMatchObject({ _tag: 'Defect', because })
  })
})
