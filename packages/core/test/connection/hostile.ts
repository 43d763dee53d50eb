import {
  defaultConnectionLimits,
  handleAnswer,
  handleTick,
  handleWire,
  newConnection,
  type ConnectionState,
} from '@chorale/core/connection'
import { ann, codeIn, ok, sent, t0 } from './setting.js'

/** What became of hostile texts. */
export interface Hostilities {
  readonly texts: number
  readonly taken: number
  readonly refused: { readonly [code: string]: number }
  readonly slowestMs: number
  /** What must not have been: empty when all is well. */
  readonly faults: readonly string[]
}

type Chance = () => number

/** Mulberry32: the same seed gives the same texts. */
const chanceOf = (seed: number): Chance => {
  let a = seed | 0
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const pick = <A>(chance: Chance, from: readonly [A, ...A[]]): A => from[Math.floor(chance() * from.length)] ?? from[0]

const types = [
  'connect',
  'get_thread',
  'get_thread_messages',
  'create_thread',
  'submit_prompt',
  'cancel',
  'ack',
  'ping',
] as const
const members = [
  ...['v', 'type', 'id', 'seq', 'ts', 'thread_id', 'data', 'public_key', 'proof', 'resume', 'session_id', 'last_seq'],
  ...['limit', 'before', 'user_id', 'name', 'initial_message', 'prompt', 'content', 'limits', 'message_id', 'loop_id'],
  ...[
    'nonce',
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'length',
    '',
    '\\u0000',
    '\\ud800',
  ],
] as const
const atoms = [
  ...['null', 'true', 'false', '0', '-0', '1', '-1', '1.5', '1e308', '1e309', '-1e999', '9007199254740993'],
  ...[
    '123456789012345678901234567890',
    '"t1"',
    '"m1"',
    '""',
    '" "',
    '"2026-01-01T00:00:00Z"',
    '"\\ud800"',
    '"\\udc00x"',
  ],
  ...['"\\u0000"', '"😀"', '"__proto__"', '"\u202e"', '[]', '{}', '01', '.5', 'NaN', 'undefined', "'x'", '"\\x"', '"'],
] as const

const value = (chance: Chance, depth: number): string => {
  const roll = chance()
  if (roll < 0.02) return nested(chance)
  if (roll < 0.04) return `"${pick(chance, ['x', 'é', '😀', '\\u0041']).repeat(Math.floor(chance() * 30_000))}"`
  if (roll < 0.05) return `[${'0,'.repeat(Math.floor(chance() * 3000))}0]`
  if (depth <= 0 || roll < 0.6) return pick(chance, atoms)
  if (roll < 0.75)
    return `[${Array.from({ length: Math.floor(chance() * 5) }, () => value(chance, depth - 1)).join(',')}]`
  return object(chance, depth - 1)
}

const nested = (chance: Chance): string => {
  const depth = Math.floor(chance() * 40_000)
  const [open, close] = pick(chance, [
    ['[', ']'],
    ['{"a":', '}'],
    ['[{"":', '}]'],
  ])
  const ends = chance() < 0.8 ? close.repeat(depth) : ''
  return `${open.repeat(depth)}${depth === 0 ? '0' : '1'}${ends}`
}

const object = (chance: Chance, depth: number): string => {
  const count = chance() < 0.02 ? 400 : Math.floor(chance() * 8)
  const pairs = Array.from({ length: count }, (_, i) => {
    const name = count > 300 ? `k${i}` : pick(chance, members)
    return `"${name}":${value(chance, depth)}`
  })
  return `{${pairs.join(',')}}`
}

/** Data that could be meant, with one member or another spoilt. */
const meant = (chance: Chance, type: string): string => {
  const spoilt = (good: string) => (chance() < 0.12 ? value(chance, 2) : good)
  const id = `"t${Math.floor(chance() * 4)}"`
  const fields: { readonly [type: string]: readonly (readonly [string, string])[] } = {
    connect: [
      ['public_key', '"key:ann"'],
      ['resume', '{"session_id":"s","last_seq":1}'],
    ],
    get_thread: [
      ['thread_id', id],
      ['limit', '20'],
    ],
    create_thread: [
      ['user_id', '"u1"'],
      ['name', '"n"'],
    ],
    submit_prompt: [
      [chance() < 0.5 ? 'prompt' : 'content', '"Why?"'],
      ['thread_id', id],
      ['limits', '{"max_iterations":1}'],
    ],
    cancel: [['loop_id', '"L1"']],
    ack: [['seq', String(Math.floor(chance() * 50))]],
    ping: [['nonce', '"n"']],
  }
  const known = fields[type === 'get_thread_messages' ? 'get_thread' : type] ?? []
  const pairs = known.filter(() => chance() < 0.9).map(([name, good]) => `"${name}":${spoilt(good)}`)
  const more = chance() < 0.2 ? [`"${pick(chance, members)}":${value(chance, 2)}`] : []
  return `{${[...pairs, ...more].join(',')}}`
}

const envelope = (chance: Chance, n: number): string => {
  const type = pick(chance, types)
  const id = chance() < 0.1 ? value(chance, 1) : `"id-${Math.floor(chance() * (n + 1))}"`
  const parts = [
    `"type":${chance() < 0.1 ? value(chance, 1) : `"${type}"`}`,
    `"data":${chance() < 0.1 ? value(chance, 3) : meant(chance, type)}`,
    ...(chance() < 0.8 ? [`"id":${id}`] : []),
    ...(chance() < 0.5 ? [`"v":${chance() < 0.1 ? value(chance, 1) : '1'}`] : []),
    ...(chance() < 0.5 ? [`"thread_id":${chance() < 0.2 ? value(chance, 1) : 'null'}`] : []),
    ...(chance() < 0.1 ? [`"${pick(chance, members)}":${value(chance, 3)}`] : []),
  ]
  return `{${parts.join(',')}}`
}

/** One text of a grammar of envelopes, of JSON, of what is nearly JSON, and of bytes. */
export const hostileText = (chance: Chance, n: number): string => {
  const roll = chance()
  if (roll < 0.7) return envelope(chance, n)
  if (roll < 0.8) return value(chance, 4)
  const text = envelope(chance, n)
  const at = Math.floor(chance() * text.length)
  if (roll < 0.9) return text.slice(0, at)
  const unit = String.fromCharCode(Math.floor(chance() * 65_536))
  return `${text.slice(0, at)}${unit}${text.slice(at + Math.floor(chance() * 3))}`
}

/** A session whose every request is answered, so that it comes into all statuses. */
const answered = (state: ConnectionState, now: number): ConnectionState => {
  let next = state
  for (const { ref, op } of state.pending) {
    const value =
      op === 'authenticate'
        ? ok({ op, user: ann })
        : op === 'get_threads'
          ? ok({ op, threads: [] })
          : op === 'load_messages'
            ? ok({ op, messages: [], hasMore: false })
            : op === 'create_thread'
              ? ok({ op, thread: { id: 't' } })
              : op === 'start'
                ? ok({ op })
                : ok({ op, from: undefined })
    next = handleAnswer(next, { ref, outcome: value }, now)[0]
  }
  return next
}

/**
 * Hands so many hostile texts to sessions and watches what must hold: no throw, at most one reply to a text, numbers without a gap, nothing
 * but an error in reply to what was refused, bounded state. 100,000 texts take about a minute.
 */
export const hostileWire = (seed: number, n: number): Hostilities => {
  const chance = chanceOf(seed)
  const faults: string[] = []
  const refused: { [code: string]: number } = {}
  let [taken, slowestMs] = [0, 0]
  let now = t0
  let state = newConnection({ clientId: 'c', sessionId: `s-${seed}`, now })
  for (let i = 0; i < n; i += 1) {
    if (i % 500 === 0) state = newConnection({ clientId: 'c', sessionId: `s-${seed}-${i}`, now })
    const text = hostileText(chance, 200)
    now += Math.floor(chance() * 3000)
    const from = performance.now()
    try {
      const [next, effects] = handleWire(state, text, now)
      slowestMs = Math.max(slowestMs, performance.now() - from)
      const messages = sent(effects)
      const fresh = messages.filter(({ seq }) => seq >= state.nextSeq)
      if (messages.length > 1) faults.push(`text ${i}: ${messages.length} replies`)
      if (next.nextSeq !== state.nextSeq + fresh.length) faults.push(`text ${i}: a number is missing`)
      const codes = fresh.flatMap((message) => (message.type === 'error' ? [codeIn(message)] : []))
      if (codes.length > 0 && effects.length > 1) faults.push(`text ${i}: refused, and asked for something`)
      codes.forEach((code) => (refused[code] = (refused[code] ?? 0) + 1))
      if (codes.length === 0) taken += 1
      state = chance() < 0.7 ? answered(next, now) : next
    } catch (thrown) {
      faults.push(`text ${i} made it throw: ${String(thrown)}`)
    }
    if (i % 97 === 0) state = handleTick(state, now)[0]
    const { pendingRequests, replaySize, seenSize } = defaultConnectionLimits
    if (state.pending.length > pendingRequests || state.replay.queue.size > replaySize || state.seen.size > seenSize)
      faults.push(`text ${i}: the state grew beyond its limits`)
  }
  if (Object.hasOwn(Object.prototype, 'polluted')) faults.push('a prototype was written to')
  return { texts: n, taken, refused, slowestMs, faults: faults.slice(0, 20) }
}
