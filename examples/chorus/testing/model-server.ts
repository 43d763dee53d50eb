import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A small server that speaks the OpenAI-compatible chat interface on the loopback and plays the six phases. */
export interface ModelServer {
  readonly url: string
  /** The phases that were asked for, in order. */
  readonly asked: readonly string[]
  readonly close: () => Promise<void>
}

const answers: { readonly [step: string]: object } = {
  action: { proposed_response: 'At once.', confidence: 0.5, reasoning: 'r' },
  experience: {
    ...{ synthesis: 'With memory.', key_insights: [], confidence: 0.6 },
    source_relevance: { most_relevant: [], reasoning: 'r' },
  },
  intention: {
    ...{ explicit_intent: 'To know.', implicit_intent: 'To act.', selected_priors: [], selection_reasoning: 'r' },
    confidence: 0.6,
  },
  observation: {
    ...{ patterns: [], context_analysis: 'Short.', knowledge_gaps: [], biases: [], semantic_links: [] },
    confidence: 0.6,
  },
  update: { loop: false, reasoning: 'Enough.', confidence: 0.8, key_insights: [], next_prompt: null },
  yield: { final_response: 'For good.', key_points: [], citations: [], confidence: 0.8 },
}

/** Starts one; it streams where it is asked to. */
export const modelServer = async (): Promise<ModelServer> => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (data: Buffer) => (body += data.toString()))
    request.on('end', () => {
      // The body is JSON: a quotation mark in a prompt stands behind a backslash.
      const step = /step \d of 6, \\"(\w+)/u.exec(body)?.[1] ?? ''
      asked.push(step)
      const text = JSON.stringify(answers[step] ?? {})
      if (body.includes('"stream":true')) streamed(response, text)
      else whole(response, text)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

const usage = { prompt_tokens: 10, completion_tokens: 5 }

const whole = (response: ServerResponse, content: string): void => {
  const message = { role: 'assistant', content }
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ choices: [{ index: 0, finish_reason: 'stop', message }], usage }))
}

const streamed = (response: ServerResponse, text: string): void => {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const send = (chunk: object): void => void response.write(`data: ${JSON.stringify(chunk)}\n\n`)
  for (const content of text.match(/.{1,9}/gsu) ?? [])
    send({ choices: [{ index: 0, delta: { content }, finish_reason: null }] })
  send({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage })
  response.end('data: [DONE]\n\n')
}
