import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { inFolders } from './testing/folder.js'
import { answerTo, modelServer } from './testing/model-server.js'

const at = inFolders()

describe('a tape', () => {
  it('answers in place of the model: the same document, byte for byte but for the id', async () => {
    const server = await modelServer((asked) => ({ _tag: 'text', text: answerTo(asked) }))
    const args = ['--through', 'D', '--model', 'openai-compatible:tiny']
    const live = await at.document('--run', 'one', '--record', 'tape.jsonl', '--model-url', server.url, ...args)
    expect(live.said.err).toContain('Tape: tape.jsonl, 168 answers\n')
    await server.close()
    const replayed = await at.document('--run', 'two', '--replay', 'tape.jsonl', ...args)
    expect(replayed.said.code).toBe(0)
    expect(replayed.said.out.replace('"run":"two"', '"run":"one"')).toBe(live.said.out)
  })

  it('is written whole also where the run was paused and went on, or took over its answers', async () => {
    const echo = ['--model', 'echo', '--through', 'C']
    await at.quickstart('--run', 'one', '--budget-calls', '30', '--record', 'one.jsonl', ...echo)
    expect(existsSync(at.path('one.jsonl'))).toBe(false)
    await at.quickstart('--run', 'one', '--record', 'one.jsonl')
    await at.quickstart('--run', 'two', '--from', 'one', '--record', 'two.jsonl')
    await at.quickstart('--run', 'one', '--record', 'shown.jsonl')
    const tape = (name: string): readonly string[] => readFileSync(at.path(name), 'utf8').trim().split('\n').sort()
    expect(tape('one.jsonl').length).toBe(84)
    expect(tape('two.jsonl')).toEqual(tape('one.jsonl'))
    expect(tape('shown.jsonl')).toEqual(tape('one.jsonl'))
  })

  it('without an answer that is wanted fails those calls with what to do', async () => {
    const echo = ['--model', 'echo', '--through', 'C']
    await at.quickstart('--record', 'tape.jsonl', ...echo)
    const lines = readFileSync(at.path('tape.jsonl'), 'utf8').split('\n')
    writeFileSync(at.path('tape.jsonl'), lines.slice(1).join('\n'))
    const { code, out } = await at.quickstart('--replay', 'tape.jsonl', ...echo)
    expect(code).toBe(2)
    expect(out).toContain('NotFound: the tape holds no outcome of it. Record again')
    const other = await at.quickstart('--replay', 'tape.jsonl', '--model', 'lexicon', '--through', 'C')
    expect(other.code).toBe(1)
    expect(other.out.match(/the tape holds no outcome of it/gu)?.length).toBe(1)
  })

  it.each([
    ['is torn', '{"v":1,"tag":', 'line 1: it is not whole JSON'],
    ['is none', '{"a":1}', 'line 1: it is no line of a tape'],
  ])('that %s is refused with the line', async (_, text, reason) => {
    writeFileSync(at.path('tape.jsonl'), text)
    const { code, err } = await at.quickstart('--replay', 'tape.jsonl')
    expect(code).toBe(64)
    expect(err).toContain(`--replay tape.jsonl, ${reason}`)
  })

  it('that cannot be read or written is refused before anything is asked', async () => {
    const missing = await at.quickstart('--replay', 'nowhere.jsonl')
    expect([missing.code, missing.err]).toEqual([64, expect.stringContaining('--replay nowhere.jsonl cannot be read')])
    const nowhere = await at.quickstart('--record', 'no/where.jsonl')
    expect([nowhere.code, nowhere.err]).toEqual([
      64,
      expect.stringContaining('--record no/where.jsonl cannot be written'),
    ])
    expect((await at.quickstart('runs')).out).toContain('No runs are kept')
  })
})
