import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { connect, type Client, type ClientEvent } from '@chorale/client'
import type { Interpreter } from '@chorale/core/effect'
import type { Chat } from '@chorale/core/ports/model'
import { scripted } from '@chorale/core/testing/chorus'
import { WebSocket } from 'ws'
import { afterEach, describe, expect, it } from 'vitest'
import { hostOf, type Host, type HostParts } from './host.js'
import { storesAt } from './stores.js'

const endings: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

const speaking = { 'model/chat': scripted()['model/chat'] }

const hosted = async (given: Partial<HostParts> = {}): Promise<{ readonly host: Host; readonly port: number }> => {
  const complain = (sentence: string): void => expect.fail(sentence)
  const stores = await storesAt({ _tag: 'memory' }, 'memory', {})
  const host = await hostOf({ chat: speaking, stores, site: () => false, audience: 'thread', complain, ...given })
  if (E.isLeft(host)) throw new Error(JSON.stringify(host.left))
  endings.push(host.right.close)
  const { port } = await host.right.server.listen({ host: '127.0.0.1', port: 0 })
  return { host: host.right, port }
}

/** A client with all that it was told. */
const joined = (port: number, publicKey = 'ada') => {
  const client: Client = connect({ url: `ws://127.0.0.1:${port}/ws`, publicKey, WebSocket })
  endings.push(client.close)
  const events = client.events[Symbol.asyncIterator]()
  const told: ClientEvent[] = []
  const until = async (isIt: (event: ClientEvent) => boolean): Promise<ClientEvent> => {
    for (;;) {
      const { value, done } = await events.next()
      if (done === true) throw new Error('The client was closed.')
      told.push(value)
      if (isIt(value)) return value
    }
  }
  return { client, told, until }
}

const ofType = (type: string) => (event: ClientEvent) => event.type === type
const dataOf = (event: ClientEvent): { readonly [name: string]: unknown } => ('data' in event ? event.data : {})
const isEnd = (event: ClientEvent): boolean =>
  event.type === 'state_update' && ['completed', 'failed', 'cancelled'].includes(String(dataOf(event)['status']))

const newThread = async ({ client, until }: ReturnType<typeof joined>, name = 'Caches'): Promise<string> => {
  client.createThread(name)
  const { id } = dataOf(await until(ofType('new_thread')))['thread'] as { readonly id: string }
  client.openThread(id)
  await until(ofType('thread_messages'))
  return id
}

const messagesIn = async ({ client, until }: ReturnType<typeof joined>, thread: string) => {
  client.openThread(thread)
  return dataOf(await until(ofType('thread_messages')))['messages'] as readonly {
    readonly role: string
    readonly content: string
  }[]
}

describe('a conversation', () => {
  it('is answered, kept in its thread, and found again when it is asked for', async () => {
    const { port } = await hosted()
    const ada = joined(port)
    const thread = await newThread(ada)
    ada.client.submit('What is a warm cache?', { thread })
    expect(dataOf(await ada.until(isEnd))).toMatchObject({ status: 'completed', iterations: 1 })
    ada.client.submit('Is a cold cache worse than a warm one?', { thread })
    await ada.until(isEnd)
    const found = ada.told.map(dataOf).filter(({ status, step }) => status === 'complete' && step === 'experience')
    expect(found[0]).toMatchObject({ priors: [] })
    expect(found[1]).toMatchObject({ priors: [{ thread_id: thread }, { thread_id: thread }] })
    const messages = await messagesIn(ada, thread)
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant'])
    expect(messages[0]?.content).toBe('What is a warm cache?')
  })

  it('stays in its thread, unless everybody may find it', async () => {
    for (const audience of ['thread', 'public'] as const) {
      const { port } = await hosted({ audience })
      const [ada, bob] = [joined(port), joined(port, 'bob')]
      ada.client.submit('What is a warm cache?', { thread: await newThread(ada) })
      await ada.until(isEnd)
      bob.client.submit('What is a warm cache?', { thread: await newThread(bob) })
      await bob.until(isEnd)
      const found = bob.told.map(dataOf).find(({ status, step }) => status === 'complete' && step === 'experience')
      expect(found?.['priors']).toHaveLength(audience === 'thread' ? 0 : 2)
    }
  })

  it('is nobody else’s to read or to join', async () => {
    const { port } = await hosted()
    const [ada, eve] = [joined(port), joined(port, 'eve')]
    const thread = await newThread(ada)
    eve.client.openThread(thread)
    expect(dataOf(await eve.until(ofType('error')))).toMatchObject({ code: 'THREAD_NOT_FOUND' })
    eve.client.submit('What does she ask?', { thread })
    expect(dataOf(await eve.until(ofType('error')))).toMatchObject({ code: 'THREAD_NOT_FOUND' })
    expect(await messagesIn(ada, thread)).toEqual([])
  })

  it('lists threads for who comes again, the one that changed last first', async () => {
    const { port } = await hosted()
    const ada = joined(port)
    const first = await newThread(ada, 'Caches')
    await newThread(ada, 'Floods')
    ada.client.submit('What is a warm cache?', { thread: first })
    await ada.until(isEnd)
    await messagesIn(ada, first)
    const again = joined(port)
    const { threads } = dataOf(await again.until(ofType('init'))) as { readonly threads: readonly { name: string }[] }
    expect(threads.map(({ name }) => name)).toEqual(['Caches', 'Floods'])
  })

  it('may be stopped', async () => {
    const endless: Interpreter<Chat> = {
      'model/chat':
        (_effect, { signal }) =>
        () =>
          new Promise((resolve) => signal.addEventListener('abort', () => resolve(E.left(gone)), { once: true })),
    }
    const { port } = await hosted({ chat: endless })
    const ada = joined(port)
    const thread = await newThread(ada)
    ada.client.submit('What is a warm cache?', { thread })
    const begun = await ada.until((event) => dataOf(event)['status'] === 'running')
    ada.client.cancel(String(dataOf(begun)['loop_id']))
    expect(dataOf(await ada.until(isEnd))).toMatchObject({ status: 'cancelled' })
  })
})

const gone = {
  ...{ _tag: 'Cancelled', doing: 'answer', because: 'nobody waits', next: 'Ask again.' },
  ...{ applied: 'no', ids: {}, retryable: false },
} as never // reason: the loop has ended and reads it no more

describe('what cannot be done', () => {
  it.each([
    [{ max_iterations: 9 }, 'BAD_MESSAGE'],
    [{ magic: 1 }, 'BAD_MESSAGE'],
  ])('is refused before anything is kept: limits %j', async (limits, code) => {
    const { port } = await hosted()
    const ada = joined(port)
    const thread = await newThread(ada)
    ada.client.submit('What is a warm cache?', { thread, limits })
    expect(dataOf(await ada.until(ofType('error')))).toMatchObject({ code })
    expect(await messagesIn(ada, thread)).toEqual([])
  })

  it('is a question without a model, and it is said what to do', async () => {
    const { port } = await hosted({ chat: undefined })
    const ada = joined(port)
    const thread = await newThread(ada)
    ada.client.submit('What is a warm cache?', { thread })
    const { code, message } = dataOf(await ada.until(ofType('error')))
    expect([code, message]).toEqual(['AI_UNAVAILABLE', expect.stringContaining('--model scripted')])
  })
})

describe('a restart', () => {
  it('goes on with what was under way, tells it from its beginning, and asks no question twice', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'chorus-host-'))
    endings.push(() => rmSync(directory, { recursive: true, force: true }))
    const place = { _tag: 'local', directory } as const
    const forms: (string | null)[] = []
    let atObservation: () => void = () => undefined
    const reached = new Promise<void>((resolve) => (atObservation = resolve))
    const stuck: Interpreter<Chat> = {
      'model/chat': (effect, context) => {
        forms.push(effect.form)
        if (effect.form !== 'chorus/observation') return speaking['model/chat'](effect, context)
        return () => new Promise(() => atObservation())
      },
    }
    const first = await hostOf({
      ...{ chat: stuck, stores: await storesAt(place, 'local', {}), site: () => false },
      ...{ audience: 'thread', complain: () => undefined },
    })
    if (E.isLeft(first)) throw new Error(JSON.stringify(first.left))
    const { port } = await first.right.server.listen({ host: '127.0.0.1', port: 0 })
    const ada = joined(port)
    const thread = await newThread(ada)
    ada.client.submit('What is a warm cache?', { thread })
    await reached
    // As a crash leaves it: the answer never comes, and nobody puts the store away.
    await first.right.server.close()
    ada.client.close()

    forms.length = 0
    const flowing: Interpreter<Chat> = {
      'model/chat': (effect, context) => {
        forms.push(effect.form)
        return speaking['model/chat'](effect, context)
      },
    }
    const { host, port: next } = await hosted({ chat: flowing, stores: await storesAt(place, 'local', {}) })
    expect(host.takenUp).toBe(1)
    const again = joined(next)
    await again.until(ofType('init'))
    again.client.openThread(thread)
    expect(dataOf(await again.until(isEnd))).toMatchObject({ status: 'completed' })
    const steps = again.told.map(dataOf).filter(({ status }) => status === 'complete')
    expect(steps.map(({ step }) => step)).toEqual([
      ...['action', 'experience', 'intention', 'observation', 'update', 'yield'],
    ])
    expect(forms).toEqual(['chorus/observation', 'chorus/update', 'chorus/yield'])
    expect((await messagesIn(again, thread)).map(({ role }) => role)).toEqual(['user', 'assistant'])
  })
})

describe('memory', () => {
  it('that ended with the command is made anew from what was said', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'chorus-host-'))
    endings.push(() => rmSync(directory, { recursive: true, force: true }))
    const open = () => storesAt({ _tag: 'local', directory }, 'memory', {})
    const first = await hosted({ stores: await open() })
    const ada = joined(first.port)
    const thread = await newThread(ada)
    ada.client.submit('What is a warm cache?', { thread })
    await ada.until(isEnd)
    await first.host.close()
    const { port } = await hosted({ stores: await open() })
    const again = joined(port)
    await again.until(ofType('init'))
    again.client.openThread(thread)
    again.client.submit('What is a warm cache?', { thread })
    await again.until(isEnd)
    const found = again.told.map(dataOf).find(({ status, step }) => status === 'complete' && step === 'experience')
    expect(found?.['priors']).toHaveLength(2)
  })
})
