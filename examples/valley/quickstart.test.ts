import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { RunDocument } from './shown/document.js'
import { finish, type Said } from './testing/command.js'
import { inFolders } from './testing/folder.js'
import { modelServer } from './testing/model-server.js'

const golden = JSON.parse(
  readFileSync(new URL('../../packages/core/test/golden/cf14-golden.json', import.meta.url), 'utf8'),
) as {
  readonly stations: readonly {
    readonly name: string
    readonly kind: string
    readonly echo_digest: string
    readonly shape: readonly number[]
    readonly calls: object
  }[]
}

const at = inFolders()
const { quickstart } = at
const documentOf = async (...args: readonly string[]): Promise<RunDocument> => {
  const { said, ...document } = await at.document(...args)
  expect(said.out.trim().split('\n').length).toBe(1)
  return document
}
const wrote = (): boolean => existsSync(at.path('out', 'report.html'))

describe('quickstart --model echo --json', () => {
  it('prints exactly one document with every golden digest, shape and call count, and exits with 0', async () => {
    const { code, out } = await quickstart('--model', 'echo', '--json')
    const document = JSON.parse(out) as RunDocument
    const matrices = golden.stations.filter(({ kind }) => kind !== 'tensor')
    expect(code).toBe(0)
    expect(document).toMatchObject({
      status: 'complete',
      warnings: [],
      totals: { cells: 167, calls: 343, tokens: 0, cost_micro_usd: 0 },
    })
    for (const { name, shape, echo_digest: digest, calls } of matrices) {
      expect({ name, ...document.matrices[name] }).toMatchObject({ name, shape, digest })
      expect(document.calls[name] ?? {}).toEqual(calls)
    }
  })
})

describe('quickstart without arguments', () => {
  it('walks the default problem with the lexicon, shows its matrices, and writes the report', async () => {
    const { code, out, err } = await quickstart()
    expect(code).toBe(0)
    expect(out).toContain('How should a coastal town adapt to rising seas and floods?')
    expect(out).toMatch(/C = A \* B\n┌/u)
    expect(out).toMatch(/complete: 167 cells, 343 calls, 0 tokens, \$0\.000000, \d+\.\d\d s\n$/u)
    expect(err).toContain('report.html')
    expect(wrote()).toBe(true)
  })

  it('gives the same document twice, but for the id of the run', async () => {
    const [one, two] = [await documentOf(), await documentOf()]
    expect(one.run).not.toBe(two.run)
    expect(JSON.stringify({ ...one, run: '' })).toBe(JSON.stringify({ ...two, run: '' }))
  })
})

describe('the lexicon', () => {
  const problems = ['coastal-town', 'hospital-antibiotics', 'software-debt'].map((name) =>
    fileURLToPath(new URL(`../problems/${name}.json`, import.meta.url)),
  )

  /** For C, D and E, which are made of whole rows and columns or of one cell each: the cells that merely say an operand again. */
  const repeated = (matrices: RunDocument['matrices'], name: string): readonly string[] => {
    const [left, right] = { C: ['A', 'B'], D: ['A', 'F'], E: ['G', 'T'] }[name] ?? []
    const [rows, columns] = [matrices[left ?? '']?.cells ?? [], matrices[right ?? '']?.cells ?? []]
    return (matrices[name]?.cells ?? []).flatMap((row, i) =>
      row.filter((text, j) => {
        const operands =
          name === 'D' ? [rows[i]?.[j], columns[i]?.[j]] : [...(rows[i] ?? []), ...columns.map((cells) => cells[j])]
        return operands.some((operand) => operand?.toLowerCase() === text.toLowerCase())
      }),
    )
  }

  it('gives every shipped problem its own matrix C', async () => {
    const contents: string[] = []
    for (const file of problems)
      contents.push(JSON.stringify((await documentOf('--input', file, '--through', 'C')).matrices['C']?.cells))
    expect(new Set(contents).size).toBe(problems.length)
  })

  it.each(problems)(
    'leaves no cell of C, D or E empty and at least 80 %% of each matrix distinct (%s)',
    async (file) => {
      const { matrices } = await documentOf('--input', file)
      for (const name of ['C', 'F', 'D', 'X', 'Z', 'E']) {
        const cells = matrices[name]?.cells.flat() ?? []
        expect(repeated(matrices, name)).toEqual([])
        expect(cells.length).toBeGreaterThan(0)
        expect(cells.filter((text) => text.trim() === '')).toEqual([])
        expect(new Set(cells.map((text) => text.toLowerCase())).size).toBeGreaterThanOrEqual(0.8 * cells.length)
      }
    },
  )
})

describe('bad usage', () => {
  it.each<[string, readonly string[], string]>([
    ['an unknown option', ['--problme', 'x'], '--problme'],
    ['an unknown matrix', ['--through', 'Q'], 'through: '],
    ['a missing key', ['--model', 'openai:gpt-5'], 'OPENAI_API_KEY is not set'],
    ['a missing address', ['--model', 'openai-compatible:llama'], '--model-url'],
    ['an address without its model', ['--model-url', 'http://127.0.0.1:1/v1'], '--model-url goes with'],
    ['a missing file', ['--input', '/nowhere.json'], '/nowhere.json cannot be read'],
  ])('(%s) is said in a sentence, with exit code 64 and nothing written', async (_, args, sentence) => {
    const { code, out, err } = await quickstart(...args)
    expect([code, out]).toEqual([64, ''])
    expect(err).toContain(sentence)
    expect(err).not.toMatch(/\n {4}at /u)
    expect(existsSync(at.path('out')) || existsSync(at.path('.chorale'))).toBe(false)
  })

  it('names a provider package that is not installed and how to install it', async () => {
    const { code, err } = await finish(at.launch(['--model', 'openai:gpt-5'], { env: { OPENAI_API_KEY: 'test' } }))
    expect(code).toBe(64)
    expect(err).toContain('add --filter @chorale/examples @ai-sdk/openai@3')
  })
})

describe('a bad input file', () => {
  const given = async (value: string): Promise<Said> => {
    const file = at.path('input.json')
    writeFileSync(file, value)
    return quickstart('--json', '--input', file)
  }

  it('has every fault printed with its path, and nothing is written', async () => {
    const A = { rows: ['x', 'x'], columns: ['a', 'b'], cells: [['1', ''], ['3']] }
    const { code, out, err } = await given(JSON.stringify({ A, problem: '', R: [] }))
    expect([code, out]).toEqual([64, ''])
    for (const path of ['A.rows[1]', 'A.cells[0][1]', 'A.cells[1]', 'problem', 'R']) expect(err).toContain(`${path}: `)
    expect(existsSync(at.path('out')) || existsSync(at.path('.chorale'))).toBe(false)
  })

  it.each([
    ['empty', '', 'is no JSON'],
    ['no JSON', '{ "problem": ', 'is no JSON'],
    ['no object', '[]', 'wanted one JSON object'],
    ['an unknown member', '{ "through": "C" }', 'through: no such member'],
    [
      'unequal shapes',
      JSON.stringify({ A: { rows: ['a'], columns: ['b'], cells: [['c']] } }),
      'B.rows: A has 1 columns and B has 4 rows',
    ],
  ])('(%s) is refused', async (_, value, sentence) => {
    const { code, err } = await given(value)
    expect(code).toBe(64)
    expect(err).toContain(sentence)
  })
})

describe('a language model behind an address', () => {
  it('whose one refusal leaves the run partial, with exit code 2, the reason in the document, and the tokens counted', async () => {
    const server = await modelServer(({ user }, before) =>
      user.includes('Benchmarks') ? { _tag: 'refusal', status: 400 } : { _tag: 'text', text: `meaning ${before}` },
    )
    const { said, ...document } = await at.document(
      ...['--through', 'D', '--model', 'openai-compatible:tiny', '--model-url', server.url],
    )
    await server.close()
    expect([said.code, document.status]).toEqual([2, 'partial'])
    expect(document.matrices['F']).toBeUndefined()
    expect(document.warnings).toContain('not_reached:F,D')
    expect(
      document.warnings.filter((warning) => /^C\[0,\d\]: failed at multiply: Rejected/u.test(warning)).length,
    ).toBe(4)
    expect(document.totals.tokens).toBe(15 * (44 + 24))
    expect(document.totals.cost_micro_usd).toBeNull()
  })

  it('that refuses everything leaves the run failed, with exit code 1 and the cause said once', async () => {
    const server = await modelServer(() => ({ _tag: 'refusal', status: 401 }))
    const { code, out } = await quickstart('--model', 'openai-compatible:tiny', '--model-url', server.url)
    await server.close()
    expect(code).toBe(1)
    expect(out.match(/Denied: HTTP 401: no such thing\. Check the API key/gu)?.length).toBe(1)
    expect(out).toContain('0/12 cells resolved, 12 failed')
    expect(out).toContain('(failed at multiply)')
    expect(out).toMatch(/^failed: 73 cells, 48 calls, 0 tokens/mu)
  })

  it('that never answers is left at once on Ctrl-C, with how far it got and exit code 130', async () => {
    let heard: () => void
    const called = new Promise<void>((resolve) => (heard = resolve))
    const server = await modelServer(() => (heard(), { _tag: 'silence' }))
    const child = at.launch(['--model', 'openai-compatible:tiny', '--model-url', server.url])
    const ending = finish(child)
    await Promise.race([called, ending])
    child.kill('SIGINT')
    const { code, err } = await ending
    await server.close()
    expect(code).toBe(130)
    expect(err).toContain('Stopped: 5 matrices ended, 0 cells resolved, 0 calls answered. No report was written.')
    expect(wrote()).toBe(false)
  })
})
