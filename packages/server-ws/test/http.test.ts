import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { serve } from '../src/index.js'
import { known } from './bare.js'
import { tinyHost } from './tiny-host.js'
import { atEnd, listening } from './with-server.js'

describe('the HTTP side', () => {
  const get = async (port: number, path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`)
    return [response.status, await response.text()] as const
  }

  it('says whether the server lives and is ready', async () => {
    let isReady = false
    const { port } = await listening(tinyHost(), { isReady: () => isReady })
    expect(await get(port, '/health')).toEqual([200, '{"status":"healthy"}'])
    expect(await get(port, '/ready')).toEqual([503, '{"status":"not ready"}'])
    isReady = true
    expect(await get(port, '/ready')).toEqual([200, '{"status":"ready"}'])
    expect((await get(port, '/other'))[0]).toBe(404)
  })

  it('leaves to a host server what is not its own, and gives everything back', async () => {
    const http = createServer((_request, response) => response.end('the host'))
    http.listen(0, '127.0.0.1')
    await once(http, 'listening')
    const { port } = http.address() as AddressInfo
    atEnd.push(() => void http.close())
    const server = serve({ ...tinyHost(), server: http })
    expect(await server.listen()).toMatchObject({ port })
    expect(await get(port, '/page')).toEqual([200, 'the host'])
    expect((await get(port, '/health'))[1]).toContain('healthy')
    const client = await known(port)
    await server.close()
    expect((await client.closed).code).toBe(1001)
    expect(await get(port, '/health')).toEqual([200, 'the host'])
  })
})

describe('options', () => {
  it('are told with the path to each fault, by listening and not before', async () => {
    const server = serve({ ...tinyHost(), path: 'ws', limits: { sendBytes: -1 }, allowedOrigins: ['https://a.b/c'] })
    await expect(server.listen()).rejects.toMatchObject({ _tag: 'BadInput' })
    const outcome = await server.start()()
    const findings = outcome._tag === 'Left' && outcome.left._tag === 'BadInput' ? outcome.left.findings : []
    expect(findings.map(({ path }) => path)).toEqual(['limits.sendBytes', 'allowedOrigins[0]', 'path'])
  })

  it('cannot name a port that is taken', async () => {
    const { port } = await listening(tinyHost())
    const second = serve(tinyHost())
    await expect(second.listen({ port, host: '127.0.0.1' })).rejects.toMatchObject({
      _tag: 'Unavailable',
      applied: 'no',
    })
  })
})
