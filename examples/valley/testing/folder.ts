import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ValleyInput } from '@chorale/core/cf14'
import { afterEach, beforeEach, vi } from 'vitest'
import type { RunDocument } from '../shown/document.js'
import { launch, quickstart, type Said } from './command.js'
import { keepRun } from './kept.js'

/** A folder of its own for each test, gone afterwards, and the quickstart in it. */
export const inFolders = () => {
  // Each process takes a second or more, on a busy machine several.
  vi.setConfig({ testTimeout: 120_000 })
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chorale-quickstart-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  return {
    path: (...names: readonly string[]): string => join(folder, ...names),
    /** A finished run of the echo, up to C unless told. */
    keep: (run: string, input: ValleyInput = { through: 'C' }): Promise<void> =>
      keepRun(join(folder, '.chorale'), run, input),
    launch: (args: readonly string[], how?: Parameters<typeof launch>[2]) => launch(folder, args, how),
    quickstart: (...args: readonly string[]): Promise<Said> => quickstart(folder, args),
    /** The document of `--json`, with what was said beside it. */
    document: async (...args: readonly string[]): Promise<RunDocument & { readonly said: Said }> => {
      const said = await quickstart(folder, ['--json', ...args])
      return { ...(JSON.parse(said.out === '' ? '{}' : said.out) as RunDocument), said }
    },
  }
}

/** Digests of all matrices, in their order. */
export const digestsOf = ({ matrices }: RunDocument): readonly (readonly string[])[] =>
  Object.entries(matrices).map(([name, { digest }]) => [name, digest])
