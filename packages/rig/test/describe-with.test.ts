import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('fixture', import.meta.url))
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')

/** What the fixture's tests ended like: their names with their outcome, and what was said on standard error. */
const run = async (env: Readonly<Record<string, string>>) => {
  const args = [vitest, 'run', '--root', root, '--config', 'vitest.config.ts', '--reporter=json']
  const running = spawn(process.execPath, args, {
    env: { ...process.env, NO_COLOR: '1', CI: '', NEO4J_URI: '', ...env },
    stdio: 'pipe',
  })
  const [out, said] = await Promise.all([text(running.stdout), text(running.stderr)])
  // A cast at the seam: the part of Vitest's report that is looked at.
  const report = JSON.parse(out.slice(out.indexOf('{'))) as {
    readonly testResults: readonly {
      readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
    }[]
  }
  const ended = report.testResults.flatMap(({ assertionResults }) => assertionResults)
  return { said, ended: ended.map(({ fullName, status }) => `${status}: ${fullName}`) }
}

const why = 'Neo4j needs Java, and no program "java" was found. Install Java 17 or newer'

describe('tests that need a server', () => {
  it('are skipped with the reason and what to install where there is none, and that is said once', async () => {
    const { ended, said } = await run({ JAVA_HOME: join(root, 'nowhere') })
    expect(ended).toEqual([
      'passed: needs no server',
      'passed: asks for a server that no setup has provided',
      expect.stringContaining(`skipped: with a server ${why}`),
      expect.stringContaining(`skipped: with a server to kill ${why}`),
    ])
    expect(said.split(why)).toHaveLength(2)
  })

  it('fail where there is none and CI is set', async () => {
    const { ended } = await run({ JAVA_HOME: join(root, 'nowhere'), CI: 'true' })
    expect(ended).toEqual([
      'passed: needs no server',
      'passed: asks for a server that no setup has provided',
      'failed: with a server has a server to test with',
      'failed: with a server to kill has a server to test with',
    ])
  })

  it("run against a server of the user's own, and never kill it", async () => {
    const { ended } = await run({ NEO4J_URI: 'bolt://shore:7687', CI: 'true' })
    expect(ended).toEqual([
      'passed: needs no server',
      'passed: asks for a server that no setup has provided',
      'passed: with a server has its address',
      expect.stringMatching(/^skipped: with a server to kill .*neo4j/u),
    ])
  })
})
