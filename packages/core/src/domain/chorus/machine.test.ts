import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { chorus } from './machine.js'
import type { ChorusParams } from './state/params.js'
import { phases } from './phases/index.js'

const loop = chorus({ phases, memory: { dimension: 3 }, serviceKey: 'service' })
const params: ChorusParams = { threadId: 't1', prompt: 'Hello?', turns: [], userKey: 'user' }
const begun = { _tag: 'started', run: 'L1', params, at: 1000 } as const

const stateOf = (step = loop.step(loop.initial, begun)) => (E.isRight(step) ? step.right.state : loop.initial)

describe('The machine of a loop', () => {
  it('asks for its first answer and for its deadline, and says where an effect stands', () => {
    const step = loop.step(loop.initial, begun)
    const effects = E.isRight(step) ? step.right.effects : []
    expect(effects.map(({ key }) => key)).toEqual(['0/action/think/1', 'deadline'])
    expect(effects.map((effect) => loop.labels?.(effect))).toEqual([
      { station: 'chorus', step: 'action', iteration: '0' },
      { station: 'chorus' },
    ])
  })

  it('refuses what belongs to another program', () => {
    expect(loop.step(stateOf(), begun)).toMatchObject({ left: { _tag: 'IllegalInput' } })
    const early = loop.step(loop.initial, { _tag: 'told', message: { _tag: 'retry' }, at: 1 })
    expect(early).toMatchObject({ left: { _tag: 'IllegalInput' } })
  })

  it('refuses limits that are none', () => {
    const wrong = { ...begun, params: { ...params, limits: { maxIterations: 0 } } }
    expect(loop.step(loop.initial, wrong)).toMatchObject({ left: { _tag: 'BadInput' } })
  })

  it('refuses what it is started with in full, where a host has no types', () => {
    // A cast in a test: what a host without types may hand over.
    const wrong = { ...begun, params: { threadId: '', prompt: 7, turns: [{ role: 'judge', content: 'x' }] } as never }
    const step = loop.step(loop.initial, wrong)
    const paths = E.isLeft(step) && step.left._tag === 'BadInput' ? step.left.findings.map(({ path }) => path) : []
    expect(paths).toEqual(expect.arrayContaining(['threadId', 'prompt', 'userKey', 'turns[0].role']))
  })

  it('pays no heed to a timer that nobody waits for', () => {
    const wake = { _tag: 'settled', effect: 'clock/wake', key: 'x/wake', outcome: E.right({ at: 1 }), at: 1 } as const
    expect(loop.step(stateOf(), wake)).toMatchObject({ right: { responses: [], effects: [] } })
  })

  it('takes the timer of its deadline for what it is', () => {
    const wake = { _tag: 'settled', effect: 'clock/wake', key: 'deadline', outcome: E.right({ at: 1 }), at: 1 } as const
    const late = stateOf(loop.step(stateOf(), wake))
    expect([loop.status(late), loop.result(late).error?.code]).toEqual(['failed', 'NETWORK_TIMEOUT'])
  })
})
