import { describe, expect, it } from 'vitest'
import { compile } from './snippets.js'

/** A program that asks a model and writes to a graph, with a handler for each. */
const program = `
  import * as E from 'fp-ts/lib/Either.js'
  import type { Either } from 'fp-ts/lib/Either.js'
  import type { Effect, Handler, PartialOf, ResultOf } from '@chorale/core/effect'
  import type { EffectError } from '@chorale/core/fault'
  import type { Input, Machine } from '@chorale/core/machine'
  import type { Generate, Generated } from '@chorale/core/ports'
import type { GraphUpsert } from '@chorale/core/ports/graph'
  import { start } from '@chorale/core/run'

  /** True where both types are the same, neither wider. */
  type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
  const holds = <T extends true>(): T | undefined => undefined

  interface Types {
    readonly params: { readonly topic: string }
    readonly state: number
    readonly effect: Generate | GraphUpsert
    readonly message: never
    readonly response: { readonly heard: string }
    readonly result: readonly string[]
  }
  declare const machine: Machine<Types>
  declare const generate: Handler<Generate>
  declare const upsert: Handler<GraphUpsert>
`

/** A program that is told things while it runs and hears a stream's pieces. */
const talkative = `${program}
  interface Stream extends Effect<'model/stream', { readonly whole: string }, { readonly piece: string }> {
    readonly prompt: string
  }
  interface Talking {
    readonly params: null
    readonly state: number
    readonly effect: Stream | GraphUpsert
    readonly message: { readonly text: string }
    readonly response: never
    readonly result: null
  }
`

const told = compile({
  covered: `${program}
    const run = start(machine, { topic: 'tides' }, { interpreter: { 'model/generate': generate, 'graph/upsert': upsert } })
    holds<Same<Awaited<ReturnType<typeof run.result>>['result'], readonly string[]>>()
    for await (const { heard } of run) holds<Same<typeof heard, string>>()`,
  more: `${program}
    start(machine, { topic: 'tides' }, { interpreter: { 'model/generate': generate, 'graph/upsert': upsert, other: 1 } })`,
  uncovered: `${program}
    start(machine, { topic: 'tides' }, { interpreter: { 'model/generate': generate } })`,
  empty: `${program}
    start(machine, { topic: 'tides' }, { interpreter: {} })`,
  wrongAnswer: `${program}
    const wrong = () => async () => E.right('a bare text')
    start(machine, { topic: 'tides' }, { interpreter: { 'model/generate': wrong, 'graph/upsert': upsert } })`,
  wrongFailure: `${program}
    const wrong = () => async () => E.left('a bare text')
    start(machine, { topic: 'tides' }, { interpreter: { 'model/generate': wrong, 'graph/upsert': upsert } })`,
  wrongBatch: `${program}
    const wrong = Object.assign(() => async () => E.right({ nodes: 0, relationships: 0 }), { many: () => async () => [7] })
    start(machine, { topic: 'tides' }, { interpreter: { 'model/generate': generate, 'graph/upsert': wrong } })`,
  wrongParams: `${program}
    start(machine, { subject: 'tides' }, { interpreter: { 'model/generate': generate, 'graph/upsert': upsert } })`,
  combined: `${program}
    import { combine } from '@chorale/core/effect'
    const wrong = { 'graph/upsert': () => async () => E.right('a bare text') }
    const right = { 'graph/upsert': upsert }
    start(machine, { topic: 'tides' }, { interpreter: combine({ 'model/generate': generate }, wrong, right) })`,
  combinedWrong: `${program}
    import { combine } from '@chorale/core/effect'
    const wrong = { 'graph/upsert': () => async () => E.right('a bare text') }
    const right = { 'graph/upsert': upsert }
    start(machine, { topic: 'tides' }, { interpreter: combine({ 'model/generate': generate }, right, wrong) })`,
  legal: `
    import { componentLifecycle } from '@chorale/core/cf14'
    const next: 'interpreted' = componentLifecycle.move('initial', 'interpreted')
    const last: 'resolved' = componentLifecycle.move('combined', 'resolved')`,
  illegal: `
    import { componentLifecycle } from '@chorale/core/cf14'
    componentLifecycle.move('initial', 'resolved')`,
  terminal: `
    import { componentLifecycle } from '@chorale/core/cf14'
    componentLifecycle.move('resolved', 'initial')`,
  stranger: `
    import { componentLifecycle } from '@chorale/core/cf14'
    componentLifecycle.move('begun', 'resolved')`,
  noTalk: `${program}
    holds<Same<Input<Types>['_tag'], 'started' | 'settled'>>()
    holds<Same<Extract<Input<Types>, { readonly _tag: 'told' }>, never>>()
    holds<Same<Extract<Input<Types>, { readonly _tag: 'arrived' }>, never>>()`,
  noTalkTold: `${program}
    const input: Input<Types> = { _tag: 'told', message: 'psst', at: 0 }`,
  noTalkArrived: `${program}
    const input: Input<Types> = { _tag: 'arrived', key: 'k', effect: 'model/generate', partial: 'psst', at: 0 }`,
  talk: `${talkative}
    holds<Same<Input<Talking>['_tag'], 'started' | 'settled' | 'told' | 'arrived'>>()
    const message: Input<Talking> = { _tag: 'told', message: { text: 'go on' }, at: 0 }
    const piece: Input<Talking> = { _tag: 'arrived', key: 'k', effect: 'model/stream', partial: { piece: 'wor' }, at: 0 }
    holds<Same<PartialOf<Stream>, { readonly piece: string }>>()
    holds<Same<ResultOf<Stream>, { readonly whole: string }>>()
    holds<Same<PartialOf<GraphUpsert>, never>>()`,
  talkWrongMessage: `${talkative}
    const message: Input<Talking> = { _tag: 'told', message: { txt: 'go on' }, at: 0 }`,
  talkNoPieces: `${talkative}
    const piece: Input<Talking> = { _tag: 'arrived', key: 'k', effect: 'graph/upsert', partial: { piece: 'wor' }, at: 0 }`,
  narrowed: `${program}
    declare const input: Input<Types>
    if (input._tag === 'settled' && input.effect === 'model/generate')
      holds<Same<typeof input.outcome, Either<EffectError, Generated>>>()
    if (input._tag === 'settled' && input.effect === 'graph/upsert')
      holds<Same<typeof input.outcome, Either<EffectError, ResultOf<GraphUpsert>>>>()
    holds<Same<ResultOf<Generate>, Generated>>()
    holds<Same<ResultOf<GraphUpsert>['nodes'], number>>()
    if (input._tag === 'settled') holds<Same<typeof input.effect, 'model/generate' | 'graph/upsert'>>()`,
  narrowedWrong: `${program}
    declare const input: Input<Types>
    if (input._tag === 'settled' && input.effect === 'graph/upsert' && E.isRight(input.outcome)) {
      const generated: Generated = input.outcome.right
    }`,
})

describe('a program', () => {
  it('compiles where every effect has its handler, and knows the types of what it tells and makes', () => {
    expect(told.covered).toBe('')
  })

  it('compiles where there are more handlers than it needs', () => {
    expect(told.more).toBe('')
  })

  it('does not compile without a handler, and the compiler names the tag', () => {
    expect(told.uncovered).toContain('no handler for graph/upsert')
    expect(told.uncovered).not.toContain('no handler for model/generate')
  })

  it('does not compile without any handler, and the compiler names every tag', () => {
    expect(told.empty).toContain('no handler for graph/upsert')
    expect(told.empty).toContain('no handler for model/generate')
  })

  it('does not compile with a handler that answers with another type, and the compiler names the tag', () => {
    expect(told.wrongAnswer).toContain('the handler for model/generate answers with the wrong type')
    expect(told.wrongFailure).toContain('the handler for model/generate answers with the wrong type')
  })

  it('does not compile with a batch face that answers with another type', () => {
    expect(told.wrongBatch).toContain('the handler for graph/upsert answers with the wrong type')
  })

  it('does not compile with parameters that are not its own', () => {
    expect(told.wrongParams).toContain("'subject' does not exist")
  })

  it('is held to the handlers that win when interpreters are combined', () => {
    expect(told.combined).toBe('')
    expect(told.combinedWrong).toContain('the handler for graph/upsert answers with the wrong type')
  })
})

describe('a transition', () => {
  it('compiles where the table holds it, with the target as its type', () => {
    expect(told.legal).toBe('')
  })

  it('does not compile where the table does not hold it, and the compiler names both states', () => {
    expect(told.illegal).toContain('illegal transition: initial -> resolved')
    expect(told.terminal).toContain('illegal transition: resolved -> initial')
  })

  it('does not compile from a state that the table does not know', () => {
    expect(told.stranger).toContain('\'"begun"\'')
  })
})

describe('the inputs of a machine', () => {
  it('hold no messages and no pieces for a machine that declares none', () => {
    expect(told.noTalk).toBe('')
    expect(told.noTalkTold).not.toBe('')
    expect(told.noTalkArrived).not.toBe('')
  })

  it('hold messages and pieces for a machine that declares them', () => {
    expect(told.talk).toBe('')
    expect(told.talkWrongMessage).toContain("'txt' does not exist")
    expect(told.talkNoPieces).toContain('graph/upsert')
  })

  it('type an outcome by the tag of its effect', () => {
    expect(told.narrowed).toBe('')
    expect(told.narrowedWrong).toContain("'GraphWritten'")
  })
})
