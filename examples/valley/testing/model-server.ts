import { createHash } from 'node:crypto'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a language model was asked, as its words say it. */
export interface Asked {
  readonly system: string
  readonly user: string
}

/** How a model server answers one request: a text, a refusal, or never. */
export type Reply =
  | { readonly _tag: 'text'; readonly text: string; readonly afterMs?: number }
  | { readonly _tag: 'refusal'; readonly status: number }
  | { readonly _tag: 'silence' }

/** A small server that speaks the OpenAI-compatible chat interface on the loopback, and counts what it is asked. */
export interface ModelServer {
  readonly url: string
  /** Requests so far by content: see {@link contentKey}. */
  readonly requests: () => ReadonlyMap<string, number>
  readonly total: () => number
  /** Resolves once nobody is connected. */
  readonly quiet: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Equal words, equal key. */
export const contentKey = ({ system, user }: Asked): string =>
  createHash('sha256')
    .update(JSON.stringify([system, user]))
    .digest('hex')

/** An answer that depends on nothing but the question. */
export const answerTo = (asked: Asked): string => `meaning ${contentKey(asked).slice(0, 12)}`

/** Starts a server; `reply` sees each request with its words, and how many came before it. */
export const modelServer = async (reply: (asked: Asked, before: number) => Reply): Promise<ModelServer> => {
  const requests = new Map<string, number>()
  let total = 0
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (data: Buffer) => (body += data.toString()))
    request.on('end', () => {
      const asked = askedIn(body)
      const key = contentKey(asked)
      requests.set(key, (requests.get(key) ?? 0) + 1)
      total += 1
      answer(response, reply(asked, total - 1))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests: () => new Map(requests),
    total: () => total,
    quiet: () => nobodyConnected(server),
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

const askedIn = (body: string): Asked => {
  // A cast at the seam: the command under test speaks this interface.
  const { messages } = JSON.parse(body) as {
    readonly messages: readonly { readonly role: string; readonly content: string }[]
  }
  const said = (role: string): string => messages.find((message) => message.role === role)?.content ?? ''
  return { system: said('system'), user: said('user') }
}

const answer = (response: ServerResponse, reply: Reply): void => {
  switch (reply._tag) {
    case 'silence':
      return
    case 'refusal':
      response.writeHead(reply.status, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: { message: 'no such thing' } }))
      return
    case 'text': {
      const content = JSON.stringify({ text: reply.text, terms_used: [], warnings: [] })
      const document = {
        choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
        usage: { prompt_tokens: 10, completion_tokens: 5 },
      }
      setTimeout(() => {
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(JSON.stringify(document))
      }, reply.afterMs ?? 0)
    }
  }
}

const nobodyConnected = async (server: Server): Promise<void> => {
  for (;;) {
    const open = await new Promise<number>((resolve) => server.getConnections((_, number) => resolve(number)))
    if (open === 0) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
