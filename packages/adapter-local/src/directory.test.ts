import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { freshDirectory } from '../test/fresh.js'
import { makeDirectory } from './directory.js'

describe('a directory', () => {
  it('is made with all that is missing above it, and left alone where it is there', () => {
    const deep = join(freshDirectory(), 'a', 'b', 'c')
    makeDirectory(deep)
    writeFileSync(join(deep, 'kept'), '')
    makeDirectory(deep)
    expect(existsSync(join(deep, 'kept'))).toBe(true)
    expect(statSync(deep).isDirectory()).toBe(true)
  })

  it('is refused where a file has its name, or a name above it', () => {
    const file = join(freshDirectory(), 'file')
    writeFileSync(file, '')
    expect(() => makeDirectory(file)).toThrow('EEXIST')
    expect(() => makeDirectory(join(file, 'below'))).toThrow('ENOTDIR')
    rmSync(file)
  })

  it.runIf(process.platform === 'linux')('is refused at once where a file system makes none', () => {
    expect(() => makeDirectory('/proc/chorale/store')).toThrow(/ENOENT|EACCES|EPERM/u)
  })
})
