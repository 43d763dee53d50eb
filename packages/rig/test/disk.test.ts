import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ownQdrant, sentenceOf, smallDisk } from '../src/index.js'
import { touchQdrant } from './touch.js'

const MiB = 1024 * 1024

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('a small disk', () => {
  it('is full when it is filled, has space again when it is freed, and is gone when it is stopped', async (test) => {
    const disk = await smallDisk(4 * MiB)
    if (disk._tag === 'Missing') return test.skip(sentenceOf(disk))
    const file = join(disk.path, 'file')
    writeFileSync(file, Buffer.alloc(MiB))
    expect(disk.left()).toBe(3 * MiB)
    disk.fill()
    expect(disk.left()).toBe(0)
    expect(() => writeFileSync(file, Buffer.alloc(2 * MiB))).toThrow('ENOSPC')
    disk.free()
    writeFileSync(file, Buffer.alloc(2 * MiB))
    await disk.stop()
    await disk.stop()
    expect(existsSync(disk.path)).toBe(false)
  })

  it('holds a server, which answers a write with a fault while it is full', async (test) => {
    const disk = await smallDisk(64 * MiB)
    if (disk._tag === 'Missing') return test.skip(sentenceOf(disk))
    const directory = join(disk.path, 'data')
    mkdirSync(directory)
    const server = await ownQdrant({ directory })
    if (server._tag === 'Missing') return test.skip(sentenceOf(server))
    const { write, read } = touchQdrant(server.address)
    await write('a')
    disk.fill()
    await expect(write('b')).rejects.toThrow(/500 .*No space left/u)
    expect(await read()).toEqual(['a'])
    disk.free()
    await write('c')
    await server.kill()
    await server.restart()
    expect(await read()).toEqual(['a', 'c'])
    await server.stop()
    await disk.stop()
    expect(existsSync(disk.path)).toBe(false)
  })

  it('is missing where nothing can be mounted', async () => {
    vi.stubEnv('PATH', '/nowhere')
    const disk = await smallDisk(MiB)
    expect(disk).toMatchObject({ _tag: 'Missing', install: 'Run the tests on Linux, as root.' })
  })
})
