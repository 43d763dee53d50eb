import { describe, expect, it } from 'vitest'
import { memory } from '@chorale/adapter-memory'
import * as E from 'fp-ts/lib/Either.js'
import { budgetOf } from './order/budget.js'
import { readModelName } from './model/model-name.js'
import { readArgs } from './args.js'
import { walk } from './commands/walk.js'
import { digestsOf, inFolders } from './testing/folder.js'
import { answerTo, modelServer } from './testing/model-server.js'

const at = inFolders()

describe('a budget in calls', () => {
  it('is kept to the call: the run pauses, says what is unpaid and what goes on, and ends like any other', async () => {
    const echo = ['--model', 'echo']
    const paused = await at.document('--budget-calls', '100', ...echo)
    expect([paused.said.code, paused.status]).toEqual([75, 'paused'])
    expect(paused.spent).toEqual({ calls: 100, tokens: 0, cost_micro_usd: 0, calls_in_doubt: 0 })
    expect(paused.pause).toMatchObject({ why: 'over_budget', limit: 'calls', allowed: 100, spent: 100 })
    expect(paused.said.err).toContain('Paused, the budget is used up: 100 calls made, $0.000000 spent.')
    expect(paused.said.err).toMatch(/Unpaid and not sent: F\/.+ and \d+ others\.\n/u)
    expect(paused.said.err).toContain(
      `Go on with a larger budget: npm run quickstart -- --run ${paused.run} --json --budget-calls 200\n`,
    )
    const again = await at.document('--budget-calls', '100', ...echo)
    expect([again.said.code, again.run, again.spent.calls]).toEqual([75, paused.run, 100])
    const further = await at.document('--run', paused.run, '--budget-calls', '200')
    expect([further.said.code, further.spent.calls]).toEqual([75, 200])
    const ended = await at.document('--run', paused.run)
    expect([ended.said.code, ended.spent.calls]).toEqual([0, 343])
    expect(digestsOf(ended)).toEqual(digestsOf(await at.document('--run', 'straight', ...echo)))
  })

  it('of a language model counts the retries that a question may take, and is never exceeded', async () => {
    const server = await modelServer((asked) => ({ _tag: 'text', text: answerTo(asked) }))
    const args = ['--through', 'C', '--model', 'openai-compatible:tiny', '--model-url', server.url]
    const paused = await at.document('--budget-calls', '40', ...args)
    expect(paused.said.code).toBe(75)
    expect(server.total()).toBe(paused.spent.calls)
    expect(server.total()).toBeLessThanOrEqual(40)
    expect(server.total()).toBeGreaterThan(40 - 12)
    expect(paused.said.err).toMatch(
      /Of 40 calls allowed, \d\d calls are spent; the next question may take up to 12 calls/u,
    )
    const ended = await at.document(...args)
    expect([ended.said.code, ended.run, server.total()]).toEqual([0, paused.run, 84])
    await server.close()
  })
})

describe('a budget in money', () => {
  it('of 0 lets a model that is free walk to the end', async () => {
    const { said, status } = await at.document('--budget-usd', '0', '--model', 'echo', '--through', 'C')
    expect([said.code, status]).toEqual([0, 'complete'])
  })

  it('is refused where no price is known', async () => {
    const model = ['--model', 'openai-compatible:tiny', '--model-url', 'http://127.0.0.1:1/v1']
    const { code, err } = await at.quickstart('--budget-usd', '1', ...model)
    expect(code).toBe(64)
    expect(err).toBe(
      '--budget-usd cannot be kept: no price is known for openai-compatible:tiny. Use --budget-calls N instead, or a model with a list price.\n',
    )
  })

  it.each([
    ['openai:gpt-4.1-mini', true],
    ['anthropic:claude-sonnet-4-5', true],
    ['lexicon', true],
    ['google:gemini-3-pro', false],
    ['openai:gpt-unheard-of', false],
    ['openai:constructor', false],
  ])('with %s can be kept: %s', (model, can) => {
    const name = readModelName(model)
    expect(E.isRight(name) && E.isRight(budgetOf({ microUsd: 1 }, name.right))).toBe(can)
  })

  it('sets aside the most that a question can cost, all its retries included', () => {
    const name = readModelName('openai:gpt-4.1-mini')
    const budget = E.isRight(name) ? budgetOf({ microUsd: 1 }, name.right) : name
    const effect = {
      ...{ _tag: 'model/generate', key: 'C/0,0/multiply/0', prompt: { system: 'x'.repeat(1000), user: 'y' } },
      contract: { name: 'resolution', fields: [] },
      sampling: { temperature: 0, topP: 0, seed: 1, maxTokens: 4000 },
    }
    const worst = E.isRight(budget) ? budget.right?.worst(effect) : undefined
    expect(worst?.attempts).toBe(12)
    expect(worst?.usage.output).toBe(12 * 4000)
    // 48,000 tokens written at $1.60 a million, and what is read at $0.40.
    expect(worst?.costMicroUsd).toBeGreaterThan(48_000 * 1.6)
  })
})

describe('a disk that is full', () => {
  it('pauses the run with a sentence and the command that goes on, and nothing of it is lost', async () => {
    const args = readArgs(['--json', '--run', 'one', '--model', 'echo', '--through', 'C', '--out', at.path('out')])
    if (E.isLeft(args) || args.right === 'help') return expect.unreachable()
    const handlers = memory()
    let appends = 0
    const filling: typeof handlers = {
      ...handlers,
      'journal/append': (effect, context) => async () => {
        const taken = await handlers['journal/append'](effect, context)()
        appends += 1
        return appends < 3
          ? taken
          : E.map((told: object) => ({ ...told, next: effect.expected + effect.entries.length, isFull: true }))(taken)
      },
    }
    const said: string[] = []
    const setting = (full: typeof handlers) => ({
      store: { place: { _tag: 'memory' } as const, handlers: full, close: () => Promise.resolve() },
      env: {},
      complain: (lines: readonly string[]) => void said.push(...lines),
    })
    expect(await walk(args.right, setting(filling))).toEqual(E.right(75))
    expect(said.join('\n')).toMatch(
      /Paused, the disk is full: \d+ calls made, \$0\.000000 spent\. All of it is kept; nothing new was sent\./u,
    )
    expect(said.join('\n')).toContain('Free some space, then go on: npm run quickstart -- --run one --out ')
    expect(await walk(args.right, setting(handlers))).toEqual(E.right(0))
    expect(said.join('\n')).toMatch(/Resuming run one, .+: \d\d of 84 calls answered/u)
  })
})
