import * as E from 'fp-ts/lib/Either.js'
import { connect } from '@chorale/client'
import { WebSocket } from 'ws'
import { expect, it } from 'vitest'
import { hostOf } from './host.js'
import { chatOf, readSpeaker } from './model.js'
import { storesAt } from './stores.js'
import { modelServer } from './testing/model-server.js'

it('a language model of an OpenAI-compatible server plays the six phases, streamed', async () => {
  const models = await modelServer()
  const speaker = readSpeaker('openai-compatible:small')
  if (E.isLeft(speaker)) throw new Error(speaker.left)
  const chat = await chatOf(speaker.right, { modelUrl: models.url, env: {} })
  if (E.isLeft(chat)) throw new Error(chat.left)
  const complain = (sentence: string): void => expect.fail(sentence)
  const stores = await storesAt({ _tag: 'memory' }, 'memory', {})
  const host = await hostOf({ chat: chat.right, stores, site: () => false, audience: 'thread', complain })
  if (E.isLeft(host)) throw new Error(host.left.because)
  const { port } = await host.right.server.listen({ host: '127.0.0.1', port: 0 })
  const client = connect({ url: `ws://127.0.0.1:${port}/ws`, publicKey: 'ada', WebSocket })
  client.createThread('Caches')
  const told: { readonly [name: string]: unknown }[] = []
  for await (const event of client.events) {
    if (!('data' in event)) continue
    if (event.type === 'new_thread') client.submit('What is a cache?', { thread: event.thread_id ?? '' })
    told.push(event.data)
    if (event.data['status'] === 'completed') break
  }
  expect(models.asked).toEqual(['action', 'experience', 'intention', 'observation', 'update', 'yield'])
  expect(told.filter(({ status }) => status === 'delta').length).toBeGreaterThan(3)
  const answer = told.find(({ step, status }) => step === 'yield' && status === 'complete')
  expect(answer?.['content']).toMatchObject({ final_response: 'For good.' })
  expect(told.at(-1)?.['usage']).toMatchObject({ ai_calls: 8 })
  client.close()
  await host.right.close()
  await models.close()
})

it('a model without its address is told in a sentence', async () => {
  const speaker = readSpeaker('openai-compatible:small')
  if (E.isLeft(speaker)) throw new Error(speaker.left)
  const chat = await chatOf(speaker.right, { modelUrl: undefined, env: {} })
  expect(E.isLeft(chat) && chat.left).toContain('needs --model-url')
})
