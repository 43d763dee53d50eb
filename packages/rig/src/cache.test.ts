import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { forget, kept } from './cache.js'
import { missing } from './missing.js'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chorale-rig-'))
  vi.stubEnv('CHORALE_CACHE', folder)
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

let filled = 0

const fill = async (making: string) => {
  filled += 1
  // What another process sees meanwhile is nothing, or the whole.
  expect(existsSync(join(folder, 'thing'))).toBe(false)
  await Promise.resolve()
  writeFileSync(join(making, 'file'), 'whole')
  return undefined
}

describe('what is fetched once', () => {
  it('is filled on first use and kept until it is forgotten', async () => {
    filled = 0
    const place = await kept('thing', fill)
    expect(await kept('thing', fill)).toBe(place)
    expect(filled).toBe(1)
    expect(readFileSync(join(folder, 'thing', 'file'), 'utf8')).toBe('whole')
    forget(join(folder, 'thing'))
    await kept('thing', fill)
    expect(filled).toBe(2)
  })

  it('is one where two fill it at the same time', async () => {
    const [one, other] = await Promise.all([kept('thing', fill), kept('thing', fill)])
    expect(one).toBe(other)
    expect(readdirSync(folder)).toEqual(['thing'])
  })

  it('is not there where it could not be filled', async () => {
    const fault = missing('The tide was out.', 'Wait.')
    expect(await kept('thing', () => Promise.resolve(fault))).toBe(fault)
    await expect(kept('thing', () => Promise.reject(new Error('thrown')))).rejects.toThrow('thrown')
    expect(readdirSync(folder)).toEqual([])
  })
})
