import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { describeOwn, ownQdrant, until, type Addresses, type Service, type Start, type Started } from '../src/index.js'
import { stateOf } from '../src/state.js'
import { touchNeo4j, touchQdrant, type Touch } from './touch.js'

const directories: string[] = []

const freshDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'chorale-rig-'))
  directories.push(directory)
  return directory
}

afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true })
})

/** Three SIGKILLs, each after something more was written. */
const survivesKills = async <A>(server: Started<A>, { write, read }: Touch): Promise<void> => {
  const written: string[] = []
  for (const name of ['a', 'b', 'c']) {
    await write(name)
    written.push(name)
    const pid = server.pid() ?? 0
    await server.kill()
    expect([server.pid(), stateOf(pid)]).toEqual([undefined, 'gone'])
    await expect(read()).rejects.toThrow()
    await server.restart()
    expect(server.pid()).not.toBe(pid)
    expect(await read()).toEqual(written)
  }
}

/** Three times frozen: the system accepts connections for it, and nobody answers before it thaws. */
const survivesFrost = async <A extends { readonly uri: string }>(server: Started<A>, { read }: Touch) => {
  const { port } = new URL(server.address.uri)
  for (let times = 0; times < 3; times += 1) {
    await server.freeze()
    expect(stateOf(server.pid() ?? 0)).toBe('frozen')
    const socket = connect(Number(port), '127.0.0.1')
    await once(socket, 'connect')
    let isAnswered = false
    const asked = read().finally(() => (isAnswered = true))
    expect([isAnswered, stateOf(server.pid() ?? 0)]).toEqual([false, 'frozen'])
    server.thaw()
    expect(await asked).toEqual(['a', 'b', 'c'])
    socket.destroy()
  }
}

/** What holds for a server of any kind. A start takes seconds: one test has as few as it needs. */
const laws = <S extends Service>(start: Start<S>, touch: (address: Addresses[S]) => Touch): void => {
  it('outlives SIGKILLs and frosts with its data, on its port, in the directory that it was given', async () => {
    const directory = freshDirectory()
    const server = await start({ directory })
    await survivesKills(server, touch(server.address))
    await survivesFrost(server, touch(server.address))
    await server.freeze()
    await server.stop()
    await server.stop()
    expect(server.pid()).toBeUndefined()
    await expect(server.restart()).rejects.toThrow('stopped')
    expect(existsSync(directory)).toBe(true)
    const next = await start({ directory })
    expect(await touch(next.address).read()).toEqual(['a', 'b', 'c'])
    await next.stop()
  }, 180_000)

  it('lives beside another one of its kind, each with its own data', async () => {
    const [one, other] = await Promise.all([start(), start()])
    expect(one.address.uri).not.toBe(other.address.uri)
    await touch(one.address).write('one')
    await touch(other.address).write('other')
    await one.stop()
    expect(await touch(other.address).read()).toEqual(['other'])
    await other.stop()
  }, 120_000)
}

describeOwn('neo4j', 'a Neo4j', (start) => {
  laws(start, touchNeo4j)

  it('lets nobody in without its password where one was set', async () => {
    const password = 'shore-and-sea'
    const server = await start({ password })
    await touchNeo4j(server.address).write('a')
    expect(server.address).toMatchObject({ user: 'neo4j', password })
    await expect(touchNeo4j({ uri: server.address.uri }).read()).rejects.toThrow(/auth/iu)
    await server.stop()
  }, 120_000)
})

describeOwn('qdrant', 'a Qdrant', (start) => {
  laws(start, touchQdrant)

  it('is known to be down where it ended by itself', async () => {
    const server = await start()
    process.kill(server.pid() ?? 0, 'SIGINT')
    expect(await until(() => server.pid() === undefined, 10_000)).toBe(true)
    await server.restart()
    expect(server.pid()).toBeGreaterThan(0)
    await server.stop()
  }, 60_000)

  it('that cannot start is missing, with the end of what it said', async () => {
    const directory = freshDirectory()
    writeFileSync(join(directory, 'collections'), 'no directory')
    expect(await ownQdrant({ directory })).toMatchObject({
      _tag: 'Missing',
      reason: expect.stringMatching(/exists|directory/u),
    })
  }, 60_000)
})
