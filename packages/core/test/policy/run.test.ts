import * as E from 'fp-ts/lib/Either.js'
import { unavailable } from '@chorale/core/fault'
import type { Handler } from '@chorale/core/effect'
import { applyTo, identity, policyOf, presets, recording, replaying } from '@chorale/core/policy'
import { start } from '@chorale/core/run'
import { describe, expect, it } from 'vitest'
import { errands, fan, prompt, type Ride, type Walk } from '../laws/errands.js'
import { clock } from './setting.js'

/** Time that does not have to pass. */
const quick = { ...clock, wait: () => Promise.resolve() }
const heard = (state: { readonly heard: readonly { readonly id: string; readonly said: string }[] }) =>
  [...state.heard].map(({ id, said }) => `${id} ${said}`).sort()

const list = [...fan(30), { id: 'r', by: 'ride' as const }]
const plain = await start(errands, list, { interpreter: prompt }).result()

describe('a run under policies', () => {
  it('is the same under the one that does nothing, and under a preset', async () => {
    for (const policy of [identity, policyOf(presets.dbWrite, { clock: quick, random: () => 0.5 })]) {
      const { status, state } = await start(errands, list, { interpreter: applyTo(prompt, policy) }).result()
      expect({ status, heard: heard(state) }).toEqual({ status: 'done', heard: heard(plain.state) })
    }
  })

  it('comes to its end though every errand fails once', async () => {
    const failed = new Set<string>()
    const shaky: Handler<Walk> = (effect, context) => () => {
      if (failed.has(effect.key)) return prompt['errand/walk'](effect, context)()
      failed.add(effect.key)
      return Promise.resolve(E.left(unavailable({ doing: 'walk', because: 'rain', next: 'wait', applied: 'no' })))
    }
    const policy = policyOf(
      { retry: { retries: 1 }, bulkhead: { limit: 4, queue: 100 } },
      { clock: quick, random: () => 0.5 },
    )
    const interpreter = applyTo({ ...prompt, 'errand/walk': shaky }, policy)
    const { status, state } = await start(errands, list, { interpreter }).result()
    expect({ status, heard: heard(state) }).toEqual({ status: 'done', heard: heard(plain.state) })
    expect(failed.size).toBe(30)
  })

  it('is the same from its tape, without its handlers', async () => {
    const lines: string[] = []
    const live = await start(errands, list, {
      interpreter: recording(prompt, (line) => void lines.push(line)),
    }).result()
    const tape = replaying<Walk | Ride>(lines.join(''))
    if (E.isLeft(tape)) throw new Error(tape.left.because)
    const again = await start(errands, list, { interpreter: tape.right }).result()
    expect(again.status).toBe('done')
    expect(heard(again.state).length).toBe(heard(live.state).length)
    expect(again.state.heard.every(({ said }) => /^(walked|42)/u.test(said))).toBe(true)
  })
})
