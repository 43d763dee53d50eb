import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocket } from 'ws'
import { afterEach, describe, expect, it } from 'vitest'
import { acceptor, sendText } from './driver.js'

const ends: (() => void)[] = []
afterEach(() => ends.splice(0).forEach((end) => end()))

/** A stream below a socket, and the client at its other end. */
const pair = async (): Promise<{ readonly stream: Duplex; readonly client: WebSocket }> => {
  const server = createServer()
  const { accept } = acceptor(1_000_000)
  const accepted = new Promise<Duplex>((resolve) =>
    server.on('upgrade', (request, stream, head) => accept({ request, stream, head }, () => resolve(stream))),
  )
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  // A cast by construction: a server that listens on a port has an address.
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  ends.push(
    () => client.terminate(),
    () => void server.close(),
  )
  await once(client, 'open')
  return { stream: await accepted, client }
}

describe('a text that is sent', () => {
  it('comes as it is, whatever its length, its characters, and whether its end is shared', async () => {
    const { stream, client } = await pair()
    const lengths = [0, 1, 124, 125, 126, 127, 300, 65_534, 65_535, 65_536, 65_537, 300_000]
    const texts = lengths.flatMap((length) => ['x'.repeat(length), 'é'.repeat(Math.floor(length / 2))])
    const heard: string[] = []
    const all = new Promise<void>((resolve) =>
      client.on('message', (data: Buffer, isBinary) => {
        expect(isBinary).toBe(false)
        if (heard.push(data.toString('utf8')) === 2 * texts.length) resolve()
      }),
    )
    for (const text of texts) {
      sendText(stream, ['', Buffer.from(text).toString('latin1')])
      const bytes = Buffer.from(text)
      const cut = Math.floor(text.length / 3)
      const head = text.startsWith('x') ? text.slice(0, cut) : ''
      sendText(stream, [head, bytes.subarray(head.length)])
    }
    await all
    expect(heard).toEqual(texts.flatMap((text) => [text, text]))
  })

  it('says when it has left, also behind others', async () => {
    const { stream, client } = await pair()
    const left: number[] = []
    client.pause()
    for (let i = 0; i < 40; i += 1) sendText(stream, ['', Buffer.alloc(400_000, 'x')], () => void left.push(i))
    expect(left.length).toBeLessThan(40)
    client.resume()
    await new Promise<void>((resolve) => sendText(stream, ['', 'the last'], resolve))
    expect(left).toEqual(Array.from({ length: 40 }, (_, i) => i))
  })
})
