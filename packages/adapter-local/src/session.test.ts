import { existsSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { conflict } from '@chorale/core/fault'
import { databaseOf, freshDirectory } from '../test/fresh.js'
import { packed } from './compile/packed.js'
import { checkOptions, type LocalOptions } from './config.js'
import { session, type Work } from './session.js'

const scene = { doing: 'try' }
const refusal = conflict({ ...scene, because: 'no', next: 'Nothing.' })
const at = (directory = freshDirectory(), more: Partial<LocalOptions> = {}) =>
  session(checkOptions({ directory, ballastBytes: 0, ...more }))

const tables: Work<number> = ({ connection }) =>
  E.right(connection.read({ sql: packed(['name'], "sqlite_schema WHERE name LIKE 'made_%'"), values: [] }).length)
const makes =
  (name: string): Work<string> =>
  ({ connection }) => {
    connection.exec(`CREATE TABLE made_${name} (a)`)
    return E.right(name)
  }
const full = (): never => {
  throw Object.assign(new Error('database or disk is full'), { rawCode: 13 })
}

describe('a session', () => {
  it('opens nothing until it is used', () => {
    const directory = join(freshDirectory(), 'later')
    const store = at(directory)
    expect(existsSync(directory)).toBe(false)
    expect(store.read(scene, tables)).toEqual(E.right(0))
    expect(existsSync(databaseOf(directory))).toBe(true)
    store.close()
  })

  it('keeps what a write has done', () => {
    const store = at()
    expect(store.write(scene, 'no reserve', makes('a'))).toEqual(E.right('a'))
    expect(store.read(scene, tables)).toEqual(E.right(1))
    store.close()
    expect(store.read(scene, tables)).toEqual(E.right(1))
    store.close()
  })

  it('undoes a write that refuses, and one that throws', () => {
    const store = at()
    const refuses: Work<never> = (opened) => (makes('a')(opened), E.left(refusal))
    const throws: Work<never> = (opened) => {
      makes('b')(opened)
      throw new TypeError('oops')
    }
    expect(store.write(scene, 'no reserve', refuses)).toEqual(E.left(refusal))
    expect(store.write(scene, 'no reserve', throws)).toMatchObject({
      left: { _tag: 'Defect', because: 'TypeError: oops' },
    })
    expect(store.read(scene, tables)).toEqual(E.right(0))
    store.close()
  })

  it('tells refused options to everybody, and is never full', () => {
    const store = session(checkOptions({ directory: '' }))
    expect(store.read(scene, tables)).toMatchObject({ left: { _tag: 'Rejected' } })
    expect(store.write(scene, 'reserve', makes('a'))).toMatchObject({ left: { _tag: 'Rejected' } })
    expect(store.isFull()).toBe(false)
    store.close()
  })
})

describe('a write that finds the disk full', () => {
  /** Fails so many times, then succeeds. */
  const failing = (times: number): Work<string> => {
    let left = times
    return (opened) => (left-- > 0 ? full() : makes('a')(opened))
  }
  const withReserve = (directory: string) => at(directory, { ballastBytes: 4096 })

  it('is tried again on the reserve, once, where it may', () => {
    const directory = freshDirectory()
    const store = withReserve(directory)
    store.read(scene, tables)
    expect(existsSync(join(directory, 'ballast'))).toBe(true)
    expect(store.write(scene, 'reserve', failing(1))).toEqual(E.right('a'))
    expect(existsSync(join(directory, 'ballast'))).toBe(false)
    // This disk has room for another one, so it is there again for whoever asks.
    expect(store.isFull()).toBe(false)
    expect(existsSync(join(directory, 'ballast'))).toBe(true)
    expect(store.write(scene, 'reserve', failing(2))).toMatchObject({ left: { _tag: 'Unavailable', applied: 'no' } })
    store.close()
  })

  it('is not tried again where it may not, and the reserve stays', () => {
    const directory = freshDirectory()
    const store = withReserve(directory)
    store.read(scene, tables)
    expect(store.write(scene, 'no reserve', failing(1))).toMatchObject({ left: { _tag: 'Unavailable' } })
    expect(existsSync(join(directory, 'ballast'))).toBe(true)
    store.close()
  })

  it('is not tried again where there is no reserve', () => {
    const store = at()
    store.read(scene, tables)
    expect(store.write(scene, 'reserve', failing(1))).toMatchObject({ left: { _tag: 'Unavailable' } })
    store.close()
  })
})
