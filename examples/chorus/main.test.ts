import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { launch, type Command } from './testing/command.js'

// Each process takes a second or more, on a busy machine several.
vi.setConfig({ testTimeout: 120_000 })

describe('the command', () => {
  let folder = ''
  let running: Command[] = []
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chorus-'))
  })
  afterEach(async () => {
    for (const one of running) one.send('SIGKILL')
    await Promise.all(running.map(({ ended }) => ended))
    running = []
    rmSync(folder, { recursive: true, force: true })
  })
  const chorus = (...args: readonly string[]): Command => {
    const made = launch(folder, args)
    running.push(made)
    return made
  }

  it('says where it is, who answers and where all is kept, and ends in order on Ctrl-C', async () => {
    const command = chorus('--port', '0', '--model', 'scripted')
    const [, address = ''] = await command.says(/Chorus is at (http:\/\/127\.0\.0\.1:\d+\/)\n/u)
    await command.says(/scripted demonstration model: they are always alike/u)
    await command.says(/Kept in the directory \.chorale; memory is searched in the directory \.chorale/u)
    await command.says(/Ctrl-C ends it/u)
    expect((await fetch(new URL('/health', address))).status).toBe(200)
    expect((await fetch(new URL('/ready', address))).status).toBe(200)
    expect((await fetch(new URL('/../package.json', address))).status).toBe(404)
    expect((await fetch(address, { method: 'POST' })).status).toBe(405)
    expect((await fetch(address)).headers.get('content-security-policy')).toContain("default-src 'none'")
    command.send('SIGINT')
    expect(await command.ended).toMatchObject({ code: 0, err: '' })
  })

  it('says that no model is set up, and offers the scripted one', async () => {
    const command = chorus('--port', '0', '--store', 'memory')
    await command.says(/No model is set up[^]*npm run chorus -- --model scripted/u)
    const [, address = ''] = await command.says(/Chorus is at (\S+)/u)
    const about = await (await fetch(new URL('/about.json', address))).json()
    expect(about).toEqual({ model: { kind: 'none', name: '' }, store: 'memory', vectors: 'memory' })
  })

  it('says in a sentence that a port is taken', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    const { code, err } = await chorus('--port', String(port), '--store', 'memory').ended
    other.close()
    expect(code).toBe(1)
    expect(err).toMatch(new RegExp(`^Port ${port} cannot be had: .*--port\\.\n$`, 'u'))
  })

  it('refuses wrong usage with 64, and says what is missing of a model', async () => {
    const wrong = await chorus('--port', 'x', '--store', 'redis').ended
    expect(wrong).toMatchObject({ code: 64, out: '' })
    expect(wrong.err).toContain('--port x is no port')
    expect(wrong.err).toContain('--store redis is not known')
    const keyless = await chorus('--model', 'openai:gpt-4.1-mini').ended
    expect(keyless).toMatchObject({ code: 64, out: '' })
    expect(keyless.err).toContain('OPENAI_API_KEY is not set')
  })

  it('says in a sentence that a store is away', async () => {
    const { code, err } = await chorus('--port', '0', '--store', 'local:/dev/null/x').ended
    expect(code).toBe(1)
    expect(err).toMatch(/^The stores are not ready \(the directory \/dev\/null\/x;/u)
  })

  it('shows its manual', async () => {
    const { code, out } = await chorus('--help').ended
    expect(code).toBe(0)
    expect(out.split('\n').every((line) => line.length <= 80)).toBe(true)
    for (const flag of ['--model', '--pace', '--model-url', '--store', '--vectors', '--audience', '--port'])
      expect(out).toContain(flag)
  })
})
