import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { mode, proxyTo, until, type Proxy } from '../src/index.js'

const ends: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** A server that answers every byte with the same byte, and keeps what it was asked. */
const echo = async () => {
  const asked: Buffer[] = []
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    socket.on('error', () => open.delete(socket))
    socket.on('data', (bytes) => {
      asked.push(bytes)
      socket.write(bytes)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  ends.push(async () => {
    open.forEach((socket) => socket.destroy())
    await new Promise((resolve) => server.close(resolve))
  })
  // A cast: the address of a TCP server is no text.
  return { port: (server.address() as AddressInfo).port, asked: () => Buffer.concat(asked).toString(), open }
}

/** A client of a port: what it heard, in pieces, and how it ended. */
const client = async (port: number) => {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  const heard: Buffer[] = []
  let ending: string | undefined
  socket.on('data', (bytes) => heard.push(bytes))
  socket.on('end', () => (ending ??= 'FIN'))
  socket.on('error', (error: NodeJS.ErrnoException) => (ending ??= error.code))
  ends.push(() => Promise.resolve(socket.destroy()))
  await until(() => !socket.connecting, 5_000)
  return {
    say: (text: string) => socket.write(text),
    end: () => socket.end(),
    heard: () => Buffer.concat(heard).toString(),
    pieces: () => heard.length,
    ending: () => ending,
  }
}

const between = async () => {
  const server = await echo()
  const proxy = await proxyTo(server.port)
  ends.push(proxy.stop)
  return { server, proxy }
}

const holds = async (condition: () => boolean): Promise<void> => {
  expect(await until(condition, 10_000), condition.toString()).toBe(true)
}

/** A client that has been answered once. */
const talking = async (proxy: Proxy) => {
  const one = await client(proxy.port)
  one.say('hello ')
  await holds(() => one.heard() === 'hello ')
  return one
}

describe('a proxy that passes', () => {
  it('carries megabytes both ways unchanged, and the end of them', async () => {
    const { proxy } = await between()
    const one = await client(proxy.port)
    const text = Array.from({ length: 400_000 }, (_, i) => String(i % 10_000)).join(' ')
    one.say(text)
    one.end()
    await holds(() => one.ending() !== undefined)
    expect(one.ending()).toBe('FIN')
    expect(one.heard() === text).toBe(true)
    expect(proxy.asked()).toBe(text.length)
    await holds(() => proxy.connections() === 0)
  })

  it('tells a client by a reset that nobody listens behind it', async () => {
    const { server, proxy } = await between()
    const nobody = await proxyTo(1)
    ends.push(nobody.stop)
    const one = await client(nobody.port)
    await holds(() => one.ending() === 'ECONNRESET')
    expect(server.open.size).toBe(0)
    expect(proxy.connections()).toBe(0)
  })
})

describe('a proxy that delays', () => {
  it('brings each answer twice the delay later, in order, and what is sent together arrives together', async () => {
    const { proxy } = await between()
    const one = await talking(proxy)
    await proxy.set(mode.delay(400))
    const begun = performance.now()
    for (const word of 'abcdefghij') {
      const asked = proxy.asked()
      one.say(word)
      await holds(() => proxy.asked() > asked)
    }
    await holds(() => one.heard() === 'hello abcdefghij')
    const took = performance.now() - begun
    expect(took).toBeGreaterThanOrEqual(799)
    // One behind the other, ten pieces would take four seconds and more.
    expect(took).toBeLessThan(3_000)
  })

  it('delivers at once what it holds when it passes again', async () => {
    const { proxy } = await between()
    const one = await talking(proxy)
    await proxy.set(mode.delay(600_000))
    one.say('there')
    await holds(() => proxy.asked() === 'hello there'.length)
    await proxy.set(mode.pass)
    await holds(() => one.heard() === 'hello there')
  })
})

describe('a proxy that drips', () => {
  it('brings an answer in many pieces', async () => {
    const { proxy } = await between()
    const one = await talking(proxy)
    await proxy.set(mode.drip(2))
    one.say('0123456789'.repeat(10))
    await holds(() => one.heard().length === 106)
    expect(one.heard()).toBe(`hello ${'0123456789'.repeat(10)}`)
    expect(one.pieces()).toBeGreaterThan(10)
  })
})

describe('a proxy that is half open', () => {
  it('accepts, forwards nothing and answers nothing, and heals', async () => {
    const { server, proxy } = await between()
    const known = await talking(proxy)
    await proxy.set(mode.halfOpen)
    const fresh = await client(proxy.port)
    fresh.say('new')
    known.say('there')
    await holds(() => proxy.asked() === 'hello therenew'.length && proxy.connections() === 2)
    expect([server.asked(), server.open.size]).toEqual(['hello ', 1])
    expect([fresh.heard(), fresh.ending(), known.heard(), known.ending()]).toEqual(['', undefined, 'hello ', undefined])
    await proxy.set(mode.pass)
    await holds(() => fresh.heard() === 'new' && known.heard() === 'hello there')
  })

  it('lets a client go that gives up meanwhile', async () => {
    const { server, proxy } = await between()
    await proxy.set(mode.halfOpen)
    const one = await client(proxy.port)
    one.say('x')
    one.end()
    await holds(() => proxy.asked() === 1)
    await proxy.set(mode.reset)
    await holds(() => one.ending() === 'ECONNRESET' && proxy.connections() === 0)
    expect(server.asked()).toBe('')
  })
})

describe('a proxy that resets', () => {
  it('resets what is open and what is new, on both sides', async () => {
    const { server, proxy } = await between()
    const known = await talking(proxy)
    await proxy.set(mode.reset)
    await holds(() => known.ending() === 'ECONNRESET' && server.open.size === 0)
    const fresh = await client(proxy.port)
    await holds(() => fresh.ending() === 'ECONNRESET')
    expect(proxy.connections()).toBe(0)
    await proxy.set(mode.pass)
    await talking(proxy)
  })
})

describe('a proxy that drops answers', () => {
  it('lets the server do what it is asked, and the client hear nothing of it', async () => {
    const { server, proxy } = await between()
    const one = await talking(proxy)
    await proxy.set(mode.dropAnswer)
    one.say('there')
    await holds(() => proxy.swallowed() === 5)
    expect(server.asked()).toBe('hello there')
    expect([one.heard(), one.ending()]).toEqual(['hello ', undefined])
  })

  it('resets a connection that has lost an answer when it passes again, and no other', async () => {
    const { proxy } = await between()
    const [torn, whole] = [await talking(proxy), await talking(proxy)]
    await proxy.set(mode.dropAnswer)
    torn.say('there')
    await holds(() => proxy.swallowed() === 5)
    await proxy.set(mode.pass)
    await holds(() => torn.ending() === 'ECONNRESET')
    whole.say('there')
    await holds(() => whole.heard() === 'hello there')
  })
})

describe('a proxy that refuses', () => {
  it('closes what is open, listens no longer, and listens on the same port afterwards', async () => {
    const { server, proxy } = await between()
    const known = await talking(proxy)
    await proxy.set(mode.refuse)
    await holds(() => known.ending() === 'FIN' && server.open.size === 0)
    const fresh = await client(proxy.port)
    await holds(() => fresh.ending() === 'ECONNREFUSED')
    await proxy.set(mode.refuse)
    await proxy.set(mode.pass)
    await talking(proxy)
  })
})

describe('a proxy that is stopped', () => {
  it('leaves nothing open, and may be stopped again', async () => {
    const { server, proxy } = await between()
    const one = await talking(proxy)
    await proxy.stop()
    await proxy.stop()
    await holds(() => one.ending() === 'FIN' && server.open.size === 0)
    expect(proxy.connections()).toBe(0)
  })
})
