import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { neo4jServer, ownNeo4j, ownQdrant, qdrantServer } from '../src/index.js'

let folder = ''

/** A machine that has nothing but what a test puts there, and has fetched nothing yet. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chorale-rig-'))
  vi.stubEnv('PATH', folder)
  vi.stubEnv('JAVA_HOME', '')
  for (const name of ['NEO4J_USER', 'NEO4J_PASSWORD', 'QDRANT_API_KEY']) vi.stubEnv(name, undefined)
  vi.stubEnv('CHORALE_CACHE', join(folder, 'cache'))
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

/** A program of this machine that says something and ends with a code. */
const program = (name: string, code: number, says: string): void => {
  const path = join(folder, name)
  writeFileSync(path, `#!/bin/sh\necho '${says}'\nexit ${code}\n`)
  chmodSync(path, 0o755)
}

describe('a machine without Neo4j', () => {
  it('is told to install Java where there is none, or one that is too old', async () => {
    const install = expect.stringMatching(/^Install Java 17 or newer .*Maven.*NEO4J_URI\.$/u)
    expect(await ownNeo4j()).toEqual({ _tag: 'Missing', reason: expect.stringContaining('no program "java"'), install })
    program('java', 0, 'openjdk version "11.0.2" 2019-01-15')
    expect(await ownNeo4j()).toEqual({ _tag: 'Missing', reason: expect.stringContaining('this one is 11'), install })
  })

  it('is told to install Maven where there is none, and what Maven said where it failed', async () => {
    program('java', 0, 'openjdk version "21" 2023-09-19')
    const absent = { reason: expect.stringContaining('no program "mvn"'), install: expect.stringContaining('Maven') }
    expect(await ownNeo4j()).toMatchObject(absent)
    program('mvn', 1, 'the network is down')
    expect(await ownNeo4j()).toMatchObject({ _tag: 'Missing', reason: expect.stringContaining('the network is down') })
    // Nothing half-made is kept.
    expect(readdirSync(join(folder, 'cache'))).toEqual([])
  })
})

describe('a machine without Qdrant', () => {
  it('is told to install Python, its venv module, or what the packages need', async () => {
    const python = { _tag: 'Missing', reason: expect.stringContaining('no program "python3"') }
    expect(await ownQdrant()).toMatchObject({ ...python, install: expect.stringMatching(/Python .*QDRANT_URL/u) })
    writeFileSync(join(folder, 'python3'), '#!/bin/sh\n[ "$1" = -c ] && echo 3.11\n')
    chmodSync(join(folder, 'python3'), 0o755)
    expect(await ownQdrant()).toMatchObject({ install: expect.stringContaining('python3-venv') })
    // A venv in which there is no pip to be had.
    const venv = 'mkdir -p "$3/bin" && ln -s /bin/false "$3/bin/python"'
    writeFileSync(
      join(folder, 'python3'),
      `#!/bin/sh\nPATH=/usr/bin:/bin\nif [ "$1" = -c ]; then echo 3.11; else ${venv}; fi\n`,
    )
    expect(await ownQdrant()).toMatchObject({
      reason: expect.stringContaining('could not be installed with Python 3.11'),
    })
    expect(existsSync(join(folder, 'cache')) && readdirSync(join(folder, 'cache'))).toEqual([])
  })
})

describe("a server of the user's own", () => {
  it('is taken instead, and there is no way to kill it', async () => {
    vi.stubEnv('NEO4J_URI', 'bolt://shore:7687')
    expect(await neo4jServer()).toEqual({
      _tag: 'Given',
      address: { uri: 'bolt://shore:7687' },
      stop: expect.any(Function),
    })
    vi.stubEnv('NEO4J_PASSWORD', 'secret')
    expect(await neo4jServer()).toMatchObject({
      address: { uri: 'bolt://shore:7687', user: 'neo4j', password: 'secret' },
    })
    vi.stubEnv('NEO4J_USER', 'gull')
    expect(await neo4jServer()).toMatchObject({ address: { user: 'gull' } })
    vi.stubEnv('QDRANT_URL', 'http://shore:6333')
    expect(await qdrantServer()).toMatchObject({ _tag: 'Given', address: { uri: 'http://shore:6333' } })
    vi.stubEnv('QDRANT_API_KEY', 'key')
    const server = await qdrantServer()
    expect(server).toMatchObject({ address: { apiKey: 'key' } })
    if (server._tag === 'Given') await server.stop()
    expect(Object.keys(server)).not.toContain('kill')
  })
})
