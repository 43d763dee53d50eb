import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the server does with one request. */
export type Behaviour = (response: ServerResponse, request: IncomingMessage) => void

/** A request as it came. */
export interface Seen {
  readonly path: string
  readonly authorization: string | undefined
  readonly body: { readonly [name: string]: unknown }
}

/** A server of OpenAI's interface on a free local port, with a behaviour for each request; the last one repeats. */
export interface Server {
  readonly baseURL: string
  readonly seen: readonly Seen[]
  /** Starts over with other behaviours. */
  readonly behave: (...behaviours: readonly Behaviour[]) => void
  readonly close: () => Promise<void>
}

/** Starts the server. */
export const serve = async (): Promise<Server> => {
  const seen: Seen[] = []
  let script: readonly Behaviour[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const behaviour = script[Math.min(seen.length, script.length - 1)]
      seen.push({
        path: request.url ?? '',
        authorization: request.headers.authorization,
        body: JSON.parse(Buffer.concat(chunks).toString('utf8')) as Seen['body'],
      })
      behaviour?.(response, request)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  const behave = (...behaviours: readonly Behaviour[]): void => {
    seen.length = 0
    script = behaviours
  }
  return { baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, seen, behave, close }
}

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Behaviour =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  }

const tokens = {
  prompt_tokens: 120,
  completion_tokens: 35,
  prompt_tokens_details: { cached_tokens: 20 },
  completion_tokens_details: { reasoning_tokens: 5 },
}

/** An answer with some text. */
export const says = (
  content: string | null,
  more: { readonly finish_reason?: string; readonly refusal?: string } = {},
): Behaviour =>
  json(200, {
    id: 'c-1',
    model: 'served-model',
    choices: [
      {
        index: 0,
        finish_reason: more.finish_reason ?? 'stop',
        message: { role: 'assistant', content, refusal: more.refusal ?? null },
      },
    ],
    usage: tokens,
  })

/** What a stream does after its pieces. */
export type StreamEnd = 'done' | 'reset' | 'stall' | 'cut' | { readonly error: string } | { readonly finish: string }

/** A stream of server-sent events: a chunk for each text, then its end. Counted where the request asks for it. */
export const streams =
  (texts: readonly string[], end: StreamEnd = 'done'): Behaviour =>
  (response, request) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const event = (data: object): void => void response.write(`data: ${JSON.stringify(data)}\n\n`)
    const chunk = (delta: object, finish_reason: string | null = null): void =>
      event({ id: 'c-1', model: 'served-model', choices: [{ index: 0, delta, finish_reason }] })
    chunk({ role: 'assistant', content: '' })
    for (const content of texts) chunk({ content })
    if (end === 'stall') return
    // After what was written has left: a reset throws the rest away.
    if (end === 'reset')
      return void response.write(': \n\n', () => setImmediate(() => request.socket.resetAndDestroy()))
    if (end === 'cut') return void response.end()
    if (typeof end === 'object' && 'error' in end) event({ error: { message: end.error, type: 'server_error' } })
    else chunk({}, typeof end === 'object' ? end.finish : 'stop')
    event({ id: 'c-1', model: 'served-model', choices: [], usage: tokens })
    response.end('data: [DONE]\n\n')
  }

/** Vectors for an embedding request. */
export const places = (vectors: readonly (readonly number[])[]): Behaviour =>
  json(200, {
    data: vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })),
    usage: { prompt_tokens: 9 },
  })

/** An error in OpenAI's form. */
export const fails = (status: number, message: string, headers: Record<string, string> = {}): Behaviour =>
  json(status, { error: { message, type: 'error', param: null, code: null } }, headers)

/** Any body. */
export const sends =
  (status: number, body: string): Behaviour =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  }

/** Takes the request and never answers. */
export const hangs: Behaviour = () => undefined

/** Sends headers and half of a body, then nothing. */
export const stalls: Behaviour = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' }).write('{"id":"c-1",')
}

/** Sends headers and half of a body, then resets the connection. */
export const breaks: Behaviour = (response, request) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' })
  response.write('{"id":"c-1",', () => request.socket.resetAndDestroy())
}

/** Resets the connection instead of answering. */
export const resets: Behaviour = (_response, request) => {
  request.socket.resetAndDestroy()
}
