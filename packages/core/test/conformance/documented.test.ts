import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../../..', import.meta.url))
const here = fileURLToPath(new URL('.', import.meta.url))
const programs = [...readFileSync(`${root}docs/adapters.md`, 'utf8').matchAll(/```ts\n([\s\S]*?)```/gu)].map(
  ([, program = '']) => program,
)

/** Puts the programs where an adapter's tests would stand, for as long as they are looked at. */
const placed = <A>(look: (files: readonly string[]) => A): A => {
  const files = programs.map((program, n) => {
    const file = `${here}documented-${process.pid}-${n}.ts`
    writeFileSync(file, program)
    return file
  })
  try {
    return look(files)
  } finally {
    for (const file of files) rmSync(file)
  }
}

describe('the programs in docs/adapters.md', () => {
  it('are two, and the test file is under 30 lines', () => {
    expect(programs.length).toBe(2)
    expect(programs[0]?.split('\n').length).toBeLessThan(30)
  })

  it('compile under strict settings', () => {
    const base = ts.readConfigFile(`${root}tsconfig.base.json`, (file) => ts.sys.readFile(file))
    const { options } = ts.parseJsonConfigFileContent(base.config, ts.sys, root)
    const found = placed((files) =>
      ts.getPreEmitDiagnostics(ts.createProgram([...files], { ...options, noEmit: true })),
    )
    expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([])
  }, 120_000)

  it('say that all passed when they are run', () => {
    const done = placed(([, file = '']) => {
      const flags = ['--import', import.meta.resolve('tsx'), '--conditions=@chorale/source', file]
      return spawnSync(process.execPath, flags, { cwd: root, encoding: 'utf8' })
    })
    expect([done.stderr, done.status, done.stdout]).toEqual(['', 0, 'all passed\n'])
  }, 120_000)
})
