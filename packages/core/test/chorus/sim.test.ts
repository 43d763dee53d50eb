import * as E from 'fp-ts/lib/Either.js'
import type { Machine, StepResult } from '@chorale/core/machine'
import { search, type World } from '@chorale/core/testing'
import { chorus, phases, type ChorusEffect, type ChorusTypes } from '@chorale/core/chorus'
import type { Chat, Chatted, Embedded } from '@chorale/core/ports/model'
import { describe, expect, it } from 'vitest'
import { chatted, hit, written } from './driving.js'

const textOf = ({ form, messages }: Chat): string => {
  const isFirst = messages.some(({ content }) => content.includes('This is pass 1 of'))
  if (form === 'chorus/update')
    return written(form, { loop: isFirst, next_prompt: isFirst ? 'more' : null, confidence: 0.1 })
  return written(form, form === 'chorus/experience' ? { synthesis: `seen ${messages.length} ${String(isFirst)}` } : {})
}

const embedded = (count: number): Embedded => ({
  ...{ vectors: Array.from({ length: count }, () => [0.6, 0.8, 0]), dimension: 3, warnings: [], costMicroUsd: 1 },
  ...{ resolver: { type: 'custom', model: null }, usage: { input: 4, cached: 0, output: 0, reasoning: 0 } },
})

const pieces = (text: string) =>
  Array.from({ length: Math.ceil(text.length / 40) }, (_, i) => ({
    from: 40 * i,
    text: text.slice(40 * i, 40 * i + 40),
  }))

const loop = chorus({ phases, memory: { dimension: 3 }, serviceKey: 'service' })

/** A loop that is in no hurry: the simulator lets every timer go off, and this one would end it. */
const unhurried: Machine<ChorusTypes> = {
  ...loop,
  step: (state, input) =>
    E.map((step: StepResult<ChorusTypes>) => ({
      ...step,
      effects: step.effects.filter(({ key }) => key !== 'deadline'),
    }))(loop.step(state, input)),
}

/** The same word, told apart by its number. */
const numbered = (number: number) => ({ _tag: 'retry' as const, number })

/** A loop of up to two passes, and what surrounds it. */
const world: World<ChorusTypes> = {
  ...{ name: 'a loop', machine: unhurried, failures: 'final' },
  params: {
    ...{ threadId: 't1', prompt: 'What is a warm cache?', turns: [], userKey: 'user' },
    limits: { loopTimeoutMs: 1_000_000_000, maxIterations: 2 },
  },
  answers: {
    'model/chat': (effect): Chatted => chatted(textOf(effect)),
    'model/embed': ({ texts }) => embedded(texts.length),
    'vector/search': () => ({ hits: [hit('p1', 0.83), hit('p2', 0.5)] }),
    'vector/upsert': ({ points }) => ({ points: points.length }),
    'graph/upsert': ({ nodes, relationships }) => ({ nodes: nodes.length, relationships: relationships.length }),
    'graph/delete': ({ nodes }) => ({ nodes: nodes.length, relationships: 0 }),
  },
  pieces: (effect: ChorusEffect) =>
    effect._tag === 'model/chat' && effect.delivery === 'pieces' ? pieces(textOf(effect)) : [],
  message: numbered,
  compared: ({ status, answer, citations, priors, degraded, passes }) => ({
    ...{ status, answer, citations, priors, degraded },
    passes: passes.map(({ iteration, outputs, decision }) => ({ iteration, outputs, decision })),
  }),
}

describe('A loop in the simulator', () => {
  it('ends as if nothing had happened, whatever happens: 100 seeds', { timeout: 240_000 }, async () => {
    const failures = await search(world, { seeds: 100 })
    expect(failures.map(({ text }) => text)).toEqual([])
  })
})
