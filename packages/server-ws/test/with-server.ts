import { afterEach } from 'vitest'
import { serve, type Server, type ServerOptions } from '../src/index.js'
import type { TinyHost } from './tiny-host.js'

const open: Server[] = []

/** Everything that a test opened is closed behind it, in the order of its opening. */
export const atEnd: (() => void | Promise<void>)[] = []

afterEach(async () => {
  for (const each of atEnd.splice(0)) await each()
  for (const server of open.splice(0)) await server.close()
})

/** A server on a free port, closed behind the test. */
export const listening = async (
  host: TinyHost,
  options: Partial<ServerOptions> = {},
): Promise<{ readonly server: Server; readonly port: number }> => {
  const server = serve({
    ...host,
    onFault: (fault) => host.faults.push(fault),
    ...options,
    times: { drainMs: 500, ...options.times },
  })
  open.push(server)
  const { port } = await server.listen({ host: '127.0.0.1' })
  return { server, port }
}
