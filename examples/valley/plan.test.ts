import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { inFolders } from './testing/folder.js'
import { answerTo, modelServer } from './testing/model-server.js'

const at = inFolders()

describe('--plan', () => {
  it('shows the calls of a walk by station and stage before one is made, and what it knows of time and money', async () => {
    const { code, out } = await at.quickstart('--plan')
    expect(code).toBe(0)
    expect(out).toContain('Plan with lexicon: 343 calls; none is made now.')
    for (const row of [/ 4 Verification Framework +│ +96 │/u, /│ multiply +│ +144 │/u, /│ shift +│ +16 │/u])
      expect(out).toMatch(row)
    expect(out).toMatch(/^time +not known$/mu)
    expect(out).toContain('No earlier run with lexicon is kept')
    expect(existsSync(at.path('out'))).toBe(false)
    expect((await at.quickstart('runs')).out).toContain('No runs are kept')
  })

  it('asks a language model nothing, needs no key, and prices what is priced', async () => {
    const { code, out } = await at.quickstart('--plan', '--model', 'openai:gpt-4.1-mini')
    expect(code).toBe(0)
    expect(out).toMatch(/^cost +\$\d\.\d{6}, between \$\d\.\d{6} and \$\d\.\d{6}$/mu)
    const document = JSON.parse(
      (await at.quickstart('--plan', '--json', '--model', 'google:gemini-3-pro')).out,
    ) as object
    expect(document).toMatchObject({
      model: 'google:gemini-3-pro',
      calls: 343,
      cost_micro_usd: null,
      reused: 0,
      from: null,
    })
  })

  it('learns from earlier runs of the same model, and the run that follows says how far off it was', async () => {
    const server = await modelServer((asked) => ({ _tag: 'text', text: answerTo(asked), afterMs: 3 }))
    const args = ['--through', 'C', '--model', 'openai-compatible:tiny', '--model-url', server.url]
    await at.quickstart('--run', 'one', ...args)
    const { out } = await at.quickstart('--plan', ...args)
    expect(out).toContain('Learnt from 1 earlier run with openai-compatible:tiny.')
    expect(out).toMatch(/^time +\d+\.\d\d s, between \d+\.\d\d s and \d+\.\d\d s$/mu)
    // What the server says it wrote: 5 tokens for each of 84 answers.
    expect(out).toMatch(/^tokens written +420$/mu)
    const walked = await at.quickstart('--run', 'two', ...args)
    expect(walked.out).toMatch(/The plan beside what it took:\n {2}calls: planned 84, took 84: as planned\n/u)
    expect(walked.out).toContain('  tokens written: planned 420, took 420: as planned\n')
    expect(walked.out).toMatch(/ {2}time: planned .+, took \d+\.\d\d s: \d+ % of the plan/u)
    const shown = await at.quickstart('--run', 'two')
    expect(shown.out).toBe(walked.out)
    expect((await at.quickstart('--run', 'three', ...args)).out).not.toContain('The plan beside')
    await server.close()
  })

  it('says what would be reused, to the call', async () => {
    await at.keep('one', { through: 'D' })
    const planned = JSON.parse(
      (await at.quickstart('--plan', '--json', '--from', 'one', '--change', 'A[0,1]=x')).out,
    ) as {
      readonly reused: number
      readonly calls: number
    }
    const walked = await at.document('--from', 'one', '--change', 'A[0,1]=x')
    expect(planned.reused + planned.calls).toBe(168)
    expect([planned.reused, planned.calls]).toEqual([walked.reused, walked.spent.calls])
    expect((await at.quickstart('--plan', '--from', 'one')).out).toMatch(/^reused +168 answers of one$/mu)
  })

  it('of an unfinished run says what is left of it', async () => {
    await at.quickstart('--run', 'one', '--model', 'echo', '--budget-calls', '100')
    const planned = JSON.parse((await at.quickstart('--plan', '--json', '--run', 'one')).out) as object
    expect(planned).toMatchObject({ reused: 100, calls: 243, from: 'one' })
  })
})
