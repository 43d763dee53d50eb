import { valley, type ValleyTypes } from '@chorale/core/cf14'
import type { Effect } from '@chorale/core/effect'
import { nothingPaid, type Paid } from '@chorale/core/fault'
import type { Generate, Generated } from '@chorale/core/ports'
import type { Chat, Chatted, ChatPiece } from '@chorale/core/ports/model'
import { echoText, seededRandom, type World } from '@chorale/core/testing'
import { house, wordOf, type HouseTypes, type Job, type Kind } from './house.js'

const usual: readonly (readonly Kind[])[] = [
  ['think', 'think', 'write', 'ask', 'wait', 'buy', 'mail'],
  ['think', 'write'],
  ['buy', 'mail', 'think'],
  ['ask', 'wait', 'think'],
  ['think', 'buy', 'write', 'write'],
  ['write', 'wait', 'ask'],
]

/** Themes of a house that streams. */
const talks: readonly (readonly Kind[])[] = [
  ['talk'],
  ['talk', 'write'],
  ['talk', 'think', 'ask'],
  ['talk', 'buy', 'wait'],
]

/** Jobs of a shape that a number decides: chains, fans and joins of the kinds of a theme. */
const jobsOf = (number: number, themes: readonly (readonly Kind[])[]): readonly Job[] => {
  const random = seededRandom(number * 7919 + 1)
  const theme = themes[number % themes.length] ?? ['think']
  const count = 3 + Math.floor(random() * 8)
  const breadth = random()
  return Array.from({ length: count }, (_, i) => {
    const kind = theme[Math.floor(random() * theme.length)] ?? 'think'
    const needs = Array.from({ length: i }, (__, before) => `j${before}`).filter(
      (___, before) => random() < (before === i - 1 ? 1 - breadth : 0.25 * (1 - breadth)),
    )
    return { id: `j${i}`, kind, says: random() < 0.2 ? 'the same' : `${kind} ${i}`, needs }
  })
}

/** The same jobs in other words, here and there: another run whose answers can be taken over in part. */
const alike = (jobs: readonly Job[]): readonly Job[] =>
  jobs.map((job, i) => (i % 3 === 1 ? { ...job, says: `${job.says} once more` } : job))

const paid = (calls: number, tokens: number, costMicroUsd: number): Paid => ({
  usage: { ...nothingPaid.usage, input: tokens },
  costMicroUsd,
  attempts: calls,
})

const saidIn = ({ messages }: Chat): string => messages.at(-1)?.content ?? ''

/** A text of a few words, so that there is something to tell in parts. */
const speechOf = (effect: Chat): string => [1, 2, 3].map((i) => wordOf(`${saidIn(effect)} ${i}`)).join(' ')

/** A text in parts of four characters: between one and six of them. */
const piecesOf = (text: string): readonly ChatPiece[] =>
  Array.from({ length: Math.ceil(text.length / 4) }, (_, i) => ({ from: 4 * i, text: text.slice(4 * i, 4 * i + 4) }))

/** What an effect takes: a thought two calls now and then, everything else one. */
const priceOf = (effect: Effect): Paid => {
  if (effect._tag === 'shop/buy') return paid(1, 0, 700)
  if (effect._tag === 'mail/send') return paid(1, 0, 30)
  const { length } = effect._tag === 'model/chat' ? saidIn(effect as Chat) : (effect as Generate).prompt.user
  return paid(length % 3 === 0 ? 1 : 2, 50 + length, 100 + length)
}

const worstOf = (effect: Effect): Paid => {
  if (effect._tag === 'shop/buy') return paid(1, 0, 900)
  if (effect._tag === 'mail/send') return paid(1, 0, 40)
  return paid(2, 200, 260)
}

const generated = (text: string, { usage, costMicroUsd, attempts }: Paid): Generated => ({
  ...{ answer: { text, terms_used: [], warnings: [] }, resolver: { type: 'echo', model: null } },
  ...{ usage, costMicroUsd, attempts, latencyMs: 0, rawLength: text.length },
})

const chatted = (text: string, { usage, costMicroUsd, attempts }: Paid): Chatted => ({
  ...{ text, finish: 'stop', resolver: { type: 'echo', model: null } },
  ...{ usage, costMicroUsd, attempts, latencyMs: 0 },
})

/** A house and its surroundings, by number. */
const houseWorld = (number: number, themes = usual): World<HouseTypes> => {
  const jobs = jobsOf(number, themes)
  return {
    ...{ name: `house ${number}`, machine: house, params: jobs, failures: 'asked again' },
    answers: {
      'model/generate': (effect) => generated(wordOf(effect.prompt.user), priceOf(effect)),
      'model/chat': (effect) => chatted(speechOf(effect), priceOf(effect)),
      'shop/buy': ({ thing }) => ({ receipt: wordOf(thing) }),
      'mail/send': ({ text }) => ({ letter: wordOf(text) }),
      'graph/upsert': ({ nodes, relationships }) => ({ nodes: nodes.length, relationships: relationships.length }),
    },
    pieces: (effect) => (effect._tag === 'model/chat' ? piecesOf(speechOf(effect)) : []),
    person: ({ question }) => wordOf(question),
    message: (note) => ({ note }),
    terms: {
      'shop/buy': { isPaid: true, isReusable: false, whenUnknown: 'hold' },
      'mail/send': { isPaid: true, isReusable: false, whenUnknown: 'ask' },
    },
    ...(number % 2 === 0
      ? { budget: { limits: { calls: 12, tokens: 1500, microUsd: 3000 }, worst: worstOf, price: priceOf } }
      : {}),
    ...(number % 3 === 0 ? { earlier: alike(jobs) } : {}),
  }
}

const memo = <A>(make: (number: number) => A): ((number: number) => A) => {
  const made = new Map<number, A>()
  return (number) => {
    const before = made.get(number) ?? make(number)
    made.set(number, before)
    return before
  }
}

const houses = memo((number) => houseWorld(number))
const streams = memo((number) => ({
  ...houseWorld(number, talks),
  name: `a house that streams ${number}`,
  faults: { moment: { killed: 6 }, piece: { died: 6, late: 3, odd: 3 } },
}))

/** Houses whose jobs are answered in parts, of 48 shapes, with crashes between the parts. */
export const streamsOf = (seed: number): World<HouseTypes> => streams(seed % 48)

/** Houses of 48 shapes, one after the other. */
export const houseOf = (seed: number): World<HouseTypes> => houses(seed % 48)

/** A crowd: 64 questions open at once, and timers among them. */
const crowds = memo((number: number): World<HouseTypes> => {
  const world = houseWorld(1)
  const asks = Array.from({ length: number === 0 ? 64 : 6 }, (_, i): Job => ({
    id: `q${i}`,
    kind: 'ask',
    says: `q ${i}`,
    needs: [],
  }))
  const timers = Array.from({ length: 3 }, (_, i): Job => ({
    id: `t${i}`,
    kind: 'wait',
    says: 'w'.repeat(i),
    needs: i === 0 ? [] : [`q${i}`],
  }))
  const last: Job = { id: 'last', kind: 'write', says: 'all', needs: asks.map(({ id }) => id) }
  return { ...world, name: number === 0 ? 'a crowd of 64' : 'a small crowd', params: [...asks, ...timers, last] }
})

/** People and timers: now and then 64 questions at once. */
export const crowdOf = (seed: number): World<HouseTypes> => crowds(seed % 16)

/** Other workers sit down while one is at it, and the journal answers badly. */
export const rivalsOf = (seed: number): World<HouseTypes> => rivals(seed % 48)

const rivals = memo((number: number): World<HouseTypes> => ({
  ...houseWorld(number),
  name: `rivals in house ${number}`,
  faults: { moment: { rival: 20 }, restart: { both: 6 }, write: { unheard: 6, vanished: 6, late: 4 } },
}))

const grid = (words: readonly (readonly string[])[], axis: string) => ({
  rows: [`${axis} one`, `${axis} two`],
  columns: ['left', 'right'].map((side) => `${axis} ${side}`),
  cells: words,
})

const valleys = memo((number: number): World<ValleyTypes> => ({
  ...{ name: `valley ${number}`, machine: valley, failures: 'final' },
  params: {
    A: grid(
      [
        ['Goals', `Maps ${number}`],
        ['Work', 'Machines'],
      ],
      'a',
    ),
    B: grid(
      [
        ['Urgent', 'Known'],
        ['Lasting', 'Hoped'],
      ],
      'b',
    ),
    lensMode: number % 3 === 0 ? 'three-step' : 'single',
  },
  answers: {
    'model/generate': (effect) => ({
      ...generated(effect.question === undefined ? 'none' : echoText(effect.question), paid(1, 40, 90)),
      answer: {
        text: effect.question === undefined ? 'none' : echoText(effect.question),
        terms_used: effect.question?.terms.map(({ text }) => text) ?? [],
        warnings: [],
      },
    }),
    'graph/upsert': ({ nodes, relationships }) => ({ nodes: nodes.length, relationships: relationships.length }),
    'graph/migrate': ({ steps }) => ({ from: 0, to: steps.length }),
  },
  compared: ({ matrices, components, operations, warnings }) => ({
    made: matrices.map(({ name, contents, digest }) => ({ name, contents, digest })),
    ...{ components, operations: operations.length, warnings },
  }),
  budget: { limits: { calls: 14, tokens: 1000, microUsd: 2000 }, worst: () => paid(2, 60, 100) },
  ...(number % 2 === 0
    ? {
        earlier: {
          A: grid(
            [
              ['Goals', `Maps ${number}`],
              ['Work', 'Tools'],
            ],
            'a',
          ),
          B: grid(
            [
              ['Urgent', 'Known'],
              ['Lasting', 'Hoped'],
            ],
            'b',
          ),
          lensMode: 'single',
        },
      }
    : {}),
}))

/** The valley of two small matrices, with the echo for a model. */
export const valleyOf = (seed: number): World<ValleyTypes> => valleys(seed % 6)
