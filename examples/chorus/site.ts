import { readdirSync, readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What the server says about itself: who answers, and where things are kept. */
export interface About {
  readonly model: { readonly kind: 'none' | 'scripted' | 'language'; readonly name: string }
  readonly store: string
  readonly vectors: string
}

/** Answers a request for the page; false where the path is none of its. */
export type Site = (request: IncomingMessage, response: ServerResponse) => boolean

const folder = fileURLToPath(new URL('page/', import.meta.url))

const kinds: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
}

/** Nothing but what this server serves runs, is loaded, or is spoken to. */
const policy = [
  ...["default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self'"],
  ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
].join('; ')

const headers = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-cache',
}

/** The page as files in memory, read once: no path of a request ever reaches the file system. */
export const siteOf = (parts: { readonly client: string; readonly about: About }): Site => {
  const files = new Map(
    readdirSync(folder)
      .filter((name) => Object.hasOwn(kinds, extname(name)) && extname(name) !== '.json')
      .map((name) => [`/${name}`, readFileSync(join(folder, name), 'utf8')]),
  )
  files.set('/client.js', parts.client)
  files.set('/about.json', JSON.stringify(parts.about))
  return (request, response) => {
    const [path = '/'] = (request.url ?? '/').split('?')
    const name = path === '/' ? '/index.html' : path
    const text = files.get(name)
    if (text === undefined) return false
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (isRead) response.writeHead(200, { ...headers, 'content-type': kinds[extname(name)] ?? 'text/plain' })
    else response.writeHead(405, { ...headers, allow: 'GET, HEAD' })
    response.end(isRead && request.method === 'GET' ? text : undefined)
    return true
  }
}
