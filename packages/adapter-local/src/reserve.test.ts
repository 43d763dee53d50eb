import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { freshDirectory } from '../test/fresh.js'
import { reserve } from './reserve.js'

const inside = (directory: string, ballastBytes: number) => {
  const ballast = join(directory, 'ballast')
  return { ballast, space: reserve({ directory, database: join(directory, 'db'), ballast, ballastBytes, busyMs: 0 }) }
}

describe('a reserve', () => {
  it('is gone until it is built, then there in full size', () => {
    const { ballast, space } = inside(freshDirectory(), 3_000_000)
    expect(space.isGone()).toBe(true)
    space.rebuild()
    expect(space.isGone()).toBe(false)
    expect(statSync(ballast).size).toBe(3_000_000)
  })

  it('is left as it is where it is there', () => {
    const { ballast, space } = inside(freshDirectory(), 1000)
    writeFileSync(ballast, 'kept')
    space.rebuild()
    expect(statSync(ballast).size).toBe(4)
  })

  it('is given once, and can be built again', () => {
    const { ballast, space } = inside(freshDirectory(), 1000)
    space.rebuild()
    expect([space.give(), space.give()]).toEqual([true, false])
    expect(existsSync(ballast)).toBe(false)
    expect(space.isGone()).toBe(true)
    space.rebuild()
    expect(space.give()).toBe(true)
  })

  it('is seen by everybody who uses the directory', () => {
    const directory = freshDirectory()
    const [a, b] = [inside(directory, 1000).space, inside(directory, 1000).space]
    a.rebuild()
    expect(b.give()).toBe(true)
    expect(a.isGone()).toBe(true)
  })

  it('is not built where the disk has no room for twice as much', () => {
    const { ballast, space } = inside(freshDirectory(), Number.MAX_SAFE_INTEGER)
    space.rebuild()
    expect(space.isGone()).toBe(true)
    expect([existsSync(ballast), existsSync(`${ballast}.new`)]).toEqual([false, false])
  })

  it('is not built where there is no directory, and nobody is hurt', () => {
    const directory = freshDirectory()
    const { space } = inside(directory, 1000)
    rmSync(directory, { recursive: true })
    space.rebuild()
    expect(space.isGone()).toBe(true)
  })

  it('of nothing is never gone and never there to give', () => {
    const { ballast, space } = inside(freshDirectory(), 0)
    space.rebuild()
    expect([space.isGone(), space.give(), existsSync(ballast)]).toEqual([false, false, false])
  })
})
