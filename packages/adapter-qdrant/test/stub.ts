import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A request as it came in. */
export interface Heard {
  readonly what: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A server of HTTP that answers as told, and what it has heard. */
export interface Stub {
  readonly url: string
  readonly heard: readonly Heard[]
}

/** How a request is answered; `undefined` leaves it to the stub, which says that all is well. */
export type Answer = (heard: Heard, response: ServerResponse) => unknown

/** Stands for a Qdrant server with one collection of dimension 2; ends with the test. */
export const stub = async (answer: Answer): Promise<Stub> => {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      const one = { what: `${request.method ?? ''} ${request.url ?? ''}`, headers: request.headers, body }
      heard.push(one)
      if (answer(one, response) === undefined) well(one, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  // A cast: a server that listens on a port has such an address.
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard }
}

const shape = { config: { params: { vectors: { size: 2, distance: 'Dot' } } }, payload_schema: {} }

const well = ({ what }: Heard, response: ServerResponse): void =>
  json(response, 200, { result: what === 'GET /collections/c' ? shape : { status: 'completed' } })

/** Answers with JSON. */
export const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

/** Whether a request asks what a collection is like. */
export const isFirst = ({ what }: Heard): boolean => what === 'GET /collections/c'
