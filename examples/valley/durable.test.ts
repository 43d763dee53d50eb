import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { finish } from './testing/command.js'
import { digestsOf, inFolders } from './testing/folder.js'
import { answerTo, modelServer, type ModelServer } from './testing/model-server.js'

const at = inFolders()
const echo = ['--model', 'echo', '--through', 'C'] as const

const asking = ({ url }: ModelServer): readonly string[] => [
  ...['--through', 'C', '--model', 'openai-compatible:tiny', '--model-url', url],
]

/** A server that answers the first questions and leaves the next ones waiting; `stuck` once eight of them do. */
const hesitant = async (answered: number) => {
  let [patience, heard] = [answered, (): void => undefined]
  const stuck = new Promise<void>((resolve) => (heard = resolve))
  const server = await modelServer((asked, before) => {
    if (before < patience) return { _tag: 'text', text: answerTo(asked) }
    if (before === patience + 7) heard()
    return { _tag: 'silence' }
  })
  return { server, stuck, relent: () => (patience = Infinity) }
}

describe('a run that was stopped by Ctrl-C', () => {
  it('says how far it got and what goes on; the same command picks it up and ends as if nothing had happened', async () => {
    const { server, stuck, relent } = await hesitant(20)
    const child = at.launch(asking(server))
    const ended = finish(child)
    await Promise.race([stuck, ended])
    child.kill('SIGINT')
    const { code, err } = await ended
    expect(code).toBe(130)
    expect(err).toMatch(/Stopped: 2 matrices ended, 0 cells resolved, 20 calls answered\. No report was written\./u)
    const goesOn = /Go on: npm run quickstart -- --run (\S+) --model openai-compatible:tiny --model-url \S+\n/u.exec(
      err,
    )
    expect(existsSync(at.path('out', 'report.html'))).toBe(false)
    relent()
    const before = server.total()
    const again = await at.document(...asking(server))
    expect(again.said.err).toContain(
      `Resuming run ${goesOn?.[1] ?? ''}, kept in .chorale: 20 of 84 calls answered, 64 to go (8 were under way`,
    )
    expect([again.said.code, again.run, server.total() - before]).toEqual([0, goesOn?.[1], 64])
    expect(again.spent).toMatchObject({ calls: 84, calls_in_doubt: 8 })
    const straight = await at.document('--run', 'straight', ...asking(server))
    expect(digestsOf(again)).toEqual(digestsOf(straight))
    await server.close()
  })

  it('a second time ends at once', async () => {
    const { server, stuck } = await hesitant(0)
    const child = at.launch(asking(server))
    const ended = finish(child)
    await Promise.race([stuck, ended])
    child.kill('SIGINT')
    child.kill('SIGINT')
    expect((await ended).code).toBe(130)
    await server.close()
  })

  it('and was kept in memory has nothing to go on with, and says so', async () => {
    const { server, stuck } = await hesitant(3)
    const child = at.launch(['--store', 'memory', ...asking(server)])
    const ended = finish(child)
    await Promise.race([stuck, ended])
    child.kill('SIGINT')
    const { code, err } = await ended
    expect(code).toBe(130)
    expect(err).toContain('Nothing was written: --store memory keeps nothing.')
    expect(existsSync(at.path('.chorale'))).toBe(false)
    await server.close()
  })
})

describe('a run that has ended', () => {
  it('is shown again by its id: the same document and report, and no question', async () => {
    const server = await modelServer((asked) => ({ _tag: 'text', text: answerTo(asked) }))
    const first = await at.document('--run', 'one', ...asking(server))
    const report = readFileSync(at.path('out', 'report.html'), 'utf8')
    const asked = server.total()
    expect([first.said.code, asked]).toEqual([0, 84])
    await server.close()
    const again = await at.document('--run', 'one')
    expect(again.said.err).toContain(
      'Run one, kept in .chorale, has ended (complete): it is shown, and no call is made.',
    )
    expect([again.said.code, again.said.out]).toEqual([0, first.said.out])
    expect(readFileSync(at.path('out', 'report.html'), 'utf8')).toBe(report)
  })

  it('is not picked up by the same command: that starts another', async () => {
    const [one, two] = [await at.document(...echo), await at.document(...echo)]
    expect(one.run).not.toBe(two.run)
    expect(one.run).toMatch(/^\d\d[a-z]{3}-\d{4}-[a-z2-9]{4}$/u)
  })

  it('and that nobody was shown, because the command was killed on the way, is shown by the same command', async () => {
    const first = await at.document('--run', 'one', ...echo)
    rmSync(at.path('.chorale', 'shown'))
    const again = await at.document(...echo)
    expect(again.said.out).toBe(first.said.out)
    expect(again.said.err).toContain(
      'Run one, kept in .chorale, has ended (complete): it is shown, and no call is made.',
    )
    expect((await at.document(...echo)).run).not.toBe('one')
  })

  it('with failures says what asks again for them, and that asks for nothing else', async () => {
    const server = await modelServer((asked, before) =>
      before === 30 ? { _tag: 'refusal', status: 400 } : { _tag: 'text', text: answerTo(asked) },
    )
    const partial = await at.document('--run', 'one', ...asking(server))
    expect([partial.said.code, partial.status]).toEqual([2, 'partial'])
    const shown = await at.quickstart('--run', 'one')
    expect(shown.code).toBe(2)
    expect(shown.err).toContain('To ask again only what was not answered: npm run quickstart -- --from one\n')
    const before = server.total()
    const whole = await at.document('--from', 'one', ...asking(server))
    expect([whole.said.code, server.total() - before]).toEqual([0, 1 + 3])
    await server.close()
  })
})

describe('an id', () => {
  it('is kept for its input and its model: others are refused, and nothing is changed', async () => {
    await at.keep('one')
    for (const other of [
      ['--problem', 'Another?'],
      ['--model', 'lexicon'],
      ['--through', 'D'],
    ]) {
      const { code, out, err } = await at.quickstart('--run', 'one', ...other)
      expect([code, out]).toEqual([64, ''])
      expect(err).toContain('Run one was started with another input or model')
      expect(err).toContain('Choose another id, or leave all but --run one out')
    }
  })

  it('that two processes want at once goes to one of them; the other says so', async () => {
    const server = await modelServer((asked) => ({ _tag: 'text', text: answerTo(asked), afterMs: 30 }))
    const both = await Promise.all([0, 1].map(() => finish(at.launch(['--json', '--run', 'one', ...asking(server)]))))
    await server.close()
    expect(both.map(({ code }) => code).sort()).toEqual([0, 1])
    const loser = both.find(({ code }) => code === 1)
    expect(loser?.err).toContain('Run one is carried on by another process, so this one has stopped.')
    expect(loser?.err).not.toMatch(/\n {4}at /u)
    expect((await at.quickstart('verify', 'one')).code).toBe(0)
  })
})

describe('a place for runs', () => {
  it('that is a file is refused before anything is asked', async () => {
    writeFileSync(at.path('file'), '')
    const { code, err } = await at.quickstart('--store', 'local:file', ...echo)
    expect(code).toBe(64)
    expect(err).toContain('The store file cannot')
    expect(err).not.toMatch(/\n {4}at /u)
  })

  // Root may write everywhere: the command is then started as somebody who may not.
  it.runIf(process.getuid !== undefined)('that may not be written to is refused before anything is asked', async () => {
    mkdirSync(at.path('closed'))
    chmodSync(at.path('closed'), 0o555)
    chmodSync(at.path(), 0o777)
    const somebody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
    const { code, err } = await finish(at.launch(['--store', 'local:closed/store', ...echo], { somebody }))
    expect(err).toContain('The store closed/store cannot')
    expect(err).toContain('Give this process the right to write to the directory')
    expect(code).toBe(64)
  })

  it('that does not exist is not made by looking at it', async () => {
    expect((await at.quickstart('runs')).out).toBe('No runs are kept in .chorale.\n')
    const { code, err } = await at.quickstart('verify', 'one', '--store', 'local:elsewhere')
    expect(code).toBe(64)
    expect(err).toBe(
      'There is no run one in elsewhere. These are there: npm run quickstart -- runs --store local:elsewhere\n',
    )
    expect(existsSync(at.path('.chorale')) || existsSync(at.path('elsewhere'))).toBe(false)
  })
})

describe('runs', () => {
  it('lists what is kept, newest first, for people and for programs', async () => {
    await at.keep('first')
    await at.keep('second', { through: 'C', problem: 'How can a village\nschool keep its teachers?' })
    await at.quickstart('--run', 'third', '--budget-calls', '5', ...echo)
    const { code, out } = await at.quickstart('runs')
    expect(code).toBe(0)
    const lines = out.split('\n')
    expect(lines[0]).toMatch(/^run +program +status +entries +spent +created +problem$/u)
    expect(lines.slice(1, 4).map((line) => line.split(/ {2,}/u).slice(0, 4))).toEqual([
      ['third', 'cf14-valley', 'paused', expect.any(String)],
      ['second', 'cf14-valley', 'done', '173'],
      ['first', 'cf14-valley', 'done', '173'],
    ])
    expect(lines[2]).toContain('How can a village school keep its teachers?')
    expect(out).toContain('3 runs in .chorale')
    const document = JSON.parse((await at.quickstart('runs', '--json')).out) as readonly object[]
    expect(document.map((run) => ({ ...run, created_at: '', updated_at: '', problem: '' }))).toMatchObject([
      { run: 'third', status: 'paused', calls_answered: 5, from: null, model: 'echo' },
      { run: 'second', status: 'done', calls_answered: 84, spent: { calls: 84, cost_micro_usd: 0 } },
      { run: 'first', status: 'done', entries: 173 },
    ])
  })
})
