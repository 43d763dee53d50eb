import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { thrownText } from '@chorale/core/fault'
import { acceptor } from './driver.js'
import type { Hub } from './hub.js'
import { poll } from './poll.js'
import { refuse, upgrade } from './upgrade.js'

/** Takes our paths of an HTTP server and leaves the rest to whoever listened before. What it returns gives them back. */
export const route = (hub: Hub, http: HttpServer): (() => void) => {
  const { config } = hub
  const driver = acceptor(config.limits.messageBytes)
  // Node's types know listeners as functions of anything.
  const others = {
    request: http.listeners('request') as ((...given: unknown[]) => void)[],
    upgrade: http.listeners('upgrade') as ((...given: unknown[]) => void)[],
  }
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    if (answered(hub, request, response)) return
    if (config.handler !== undefined && config.server === undefined) config.handler(request, response)
    else if (others.request.length > 0) others.request.forEach((other) => other.call(http, request, response))
    else response.writeHead(404, { 'content-length': 0 }).end()
  }
  const onUpgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    if (pathOf(request) === config.path) {
      void upgrade(hub, driver, { request, stream, head }).catch((thrown: unknown) => {
        config.onFault(`an upgrade failed: ${thrownText(thrown)}`)
        stream.destroy()
      })
    } else if (others.upgrade.length > 0) others.upgrade.forEach((other) => other.call(http, request, stream, head))
    else refuse(stream, 404)
  }
  http.removeAllListeners('request').removeAllListeners('upgrade')
  http.on('request', onRequest).on('upgrade', onUpgrade)
  return () => {
    http.off('request', onRequest).off('upgrade', onUpgrade)
    others.request.forEach((other) => http.on('request', other))
    others.upgrade.forEach((other) => http.on('upgrade', other))
  }
}

const answered = (hub: Hub, request: IncomingMessage, response: ServerResponse): boolean => {
  switch (pathOf(request)) {
    case '/health':
      return told(response, 200, 'healthy')
    case '/ready':
      return hub.isDraining || !hub.config.isReady() ? told(response, 503, 'not ready') : told(response, 200, 'ready')
    case hub.config.poll:
      void poll(hub, request, response).catch((thrown: unknown) => {
        hub.config.onFault(`a poll failed: ${thrownText(thrown)}`)
        response.destroy()
      })
      return true
    default:
      return false
  }
}

const told = (response: ServerResponse, status: number, said: string): true => {
  const body = `{"status":"${said}"}`
  const headers = { 'content-type': 'application/json', 'content-length': body.length, 'cache-control': 'no-store' }
  response.writeHead(status, headers).end(body)
  return true
}

const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?', 1)[0] ?? ''
