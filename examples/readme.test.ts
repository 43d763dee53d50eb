import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const program = /```ts\n([\s\S]*?)```/u.exec(readFileSync(`${root}README.md`, 'utf8'))?.[1] ?? ''

/** Puts the README's program where a host's would stand, for as long as it is looked at. */
const placed = <A>(look: (file: string) => A): A => {
  const file = `${root}examples/readme-${process.pid}.ts`
  writeFileSync(file, program)
  try {
    return look(file)
  } finally {
    rmSync(file)
  }
}

describe('the program in the README', () => {
  it('has ten lines', () => {
    expect(
      program
        .trim()
        .split('\n')
        .filter((line) => line !== '').length,
    ).toBe(10)
  })

  it('compiles under strict settings', () => {
    const { options } = ts.parseJsonConfigFileContent(
      ts.readConfigFile(`${root}tsconfig.base.json`, (file) => ts.sys.readFile(file)).config,
      ts.sys,
      root,
    )
    const diagnostics = placed((file) =>
      ts.getPreEmitDiagnostics(ts.createProgram([file], { ...options, noEmit: true })),
    )
    expect(diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([])
  })

  it('runs and ends as it says, and has nothing left to do when it is run again', () => {
    const folder = mkdtempSync(join(tmpdir(), 'chorale-readme-'))
    const [first, again] = placed((file) =>
      [0, 1].map(() =>
        spawnSync(process.execPath, ['--import', import.meta.resolve('tsx'), '--conditions=@chorale/source', file], {
          cwd: folder,
          encoding: 'utf8',
        }),
      ),
    )
    rmSync(folder, { recursive: true })
    expect(first?.stderr).toBe('')
    expect(first?.status).toBe(0)
    expect(first?.stdout).toMatch(/^C \[ 0, \d \] .+$/mu)
    expect(first?.stdout).toMatch(/done \{\n {2}cells: 167,\n {2}calls: 343,/u)
    expect([again?.status, again?.stderr]).toEqual([0, ''])
    expect(again?.stdout).toMatch(/^done \{\n {2}cells: 167,\n {2}calls: 343,/u)
  })
})
