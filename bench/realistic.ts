import { createHash } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import type { Effect, Interpreter } from '../packages/core/dist/effect.js'
import type { Machine } from '../packages/core/dist/machine.js'

/** A call as a valley makes it: 1.5 kB asked, 450 bytes answered, under four labels. */
export interface Ask extends Effect<'model/generate', Answer> {
  readonly prompt: { readonly system: string; readonly user: string }
  readonly contract: {
    readonly name: string
    readonly fields: readonly { readonly name: string; readonly kind: 'text'; readonly most: number }[]
  }
  readonly sampling: {
    readonly temperature: number
    readonly topP: number
    readonly seed: number
    readonly maxTokens: number
  }
}

interface Answer {
  readonly answer: { readonly text: string }
  readonly usage: {
    readonly input: number
    readonly cached: number
    readonly output: number
    readonly reasoning: number
  }
  readonly costMicroUsd: number
  readonly attempts: number
}

interface AskTypes {
  readonly params: { readonly wanted: number; readonly atOnce: 'all' | 'one by one' }
  readonly state: { readonly wanted: number; readonly asked: number; readonly done: number }
  readonly effect: Ask
  readonly message: never
  readonly response: never
  readonly result: number
}

const system =
  'You are the engine of a framework that walks from a problem to knowledge, one operation at a time. '.repeat(9)
const words = (index: number): string => createHash('sha256').update(String(index)).digest('hex')

const contract = { name: 'meaning', fields: [{ name: 'text', kind: 'text', most: 4000 }] } as const
const sampling = { temperature: 0.7, topP: 0, seed: 42, maxTokens: 200 }

const makeAsk = (index: number): Ask => ({
  _tag: 'model/generate',
  key: `C/${Math.floor(index / 40)},${index % 40}/multiply/${index % 4}`,
  prompt: { system, user: `${words(index)} `.repeat(8) },
  contract,
  sampling,
})

const made: Ask[] = []

/** Made once: what is measured is what is done with them. */
const ask = (index: number): Ask => (made[index] ??= makeAsk(index))

/** What the outside answers to an effect. */
export const answerTo = ({ prompt }: Ask): Answer => ({
  answer: { text: `${prompt.user.slice(0, 64)} ${'the meaning of it, in a sentence or two, '.repeat(7)}` },
  usage: { input: 400, cached: 0, output: 90, reasoning: 0 },
  costMicroUsd: 1234,
  attempts: 1,
})

/** A program that asks so many questions, side by side or one after another. */
export const asking: Machine<AskTypes> = {
  name: 'bench-asking',
  version: 1,
  initial: { wanted: 0, asked: 0, done: 0 },
  step: (state, input) => {
    if (input._tag === 'started') {
      const { wanted, atOnce } = input.params
      const asked = atOnce === 'all' ? wanted : 1
      const effects = Array.from({ length: asked }, (_, i) => ask(i))
      return E.right({ state: { wanted, asked, done: 0 }, responses: [], effects })
    }
    const { wanted, asked, done } = state
    const effects = asked < wanted ? [ask(asked)] : []
    return E.right({ state: { wanted, asked: asked + effects.length, done: done + 1 }, responses: [], effects })
  },
  status: ({ wanted, done }) => (done < wanted || wanted === 0 ? 'running' : 'done'),
  result: ({ done }) => done,
  labels: ({ key }) => ({ station: '2', matrix: 'C', cell: key.slice(2, 7), stage: 'multiply' }),
}

/** Answers at once. */
export const answering: Interpreter<Ask> = { 'model/generate': (effect) => async () => E.right(answerTo(effect)) }

/** The effects that {@link asking} asks for, in order. */
export const questions = (wanted: number): readonly Ask[] => Array.from({ length: wanted }, (_, i) => ask(i))
