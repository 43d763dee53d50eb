// Plants one known bug at a time into a copy of the runner and lets the simulator look for it: each must be found.
// `npm run planted [-- --only NAME] [--share 1/6] [--seeds N]`. The sources themselves are never touched: the bug is put in while a copy is bundled.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from './packages.mjs'
import { planted } from './planted/list.mjs'

const HOURGLASS = 90_000
const valueOf = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`)
  return at === -1 ? otherwise : process.argv[at + 1]
}
const only = valueOf('only', undefined)
const [part, parts] = valueOf('share', '1/1').split('/').map(Number)
const seeds = valueOf('seeds', '400')

/** The sources with a bug in them, by path; says where an edit does not fit exactly once. */
const edited = ({ and = [], ...first }) => {
  const texts = new Map()
  for (const { file, find, replace } of [first, ...and]) {
    const path = join(root, file)
    const text = texts.get(path) ?? readFileSync(path, 'utf8')
    const times = text.split(find).length - 1
    if (times !== 1) throw new Error(`an edit fits ${times} times in ${file}`)
    texts.set(
      path,
      text.replace(find, () => replace),
    )
  }
  return texts
}

/** Bundles the hunt together with a bug. */
const bundle = async (bug, folder) => {
  const texts = edited(bug)
  const outfile = join(folder, `${bug.name}.mjs`)
  const plant = {
    name: 'plant',
    setup: ({ onLoad }) =>
      onLoad({ filter: /\.ts$/ }, ({ path }) =>
        texts.has(path) ? { contents: texts.get(path), loader: 'ts' } : undefined,
      ),
  }
  await build({
    ...{ entryPoints: [join(root, 'packages/core/test/sim/hunt.ts')], outfile, bundle: true, format: 'esm' },
    ...{ platform: 'node', conditions: ['@chorale/source'], plugins: [plant], logLevel: 'error' },
  })
  return outfile
}

/** What the hunt found: a law, nothing, or no end, which is found as well. */
const hunt = (script) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['--max-old-space-size=800', script, seeds], { timeout: HOURGLASS })
    let said = ''
    child.stdout.on('data', (text) => (said += text))
    child.stderr.on('data', (text) => (said += text))
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(JSON.parse(said.trim().split('\n').at(-1)))
      const because = signal === null ? (said.match(/^.*Error.*$/m)?.[0] ?? said.slice(-200)) : 'it did not end in time'
      resolve({ program: '-', seed: '-', law: signal === null ? 'threw' : 'no end', because })
    })
  })

const seek = async (bug, folder) => {
  const begun = performance.now()
  try {
    const found = await hunt(await bundle(bug, folder))
    return { bug, found, ms: performance.now() - begun }
  } catch (thrown) {
    return { bug, fault: thrown.message, ms: performance.now() - begun }
  }
}

const line = ({ bug, found, fault, ms }) => {
  const time = `${(ms / 1000).toFixed(1)} s`.padStart(7)
  if (fault !== undefined) return `FAILED  ${bug.name.padEnd(34)} ${time}  ${fault}`
  if (found === null) return `MISSED  ${bug.name.padEnd(34)} ${time}  in ${seeds} rounds`
  return `found   ${bug.name.padEnd(34)} ${time}  ${`${found.program} ${found.seed}`.padEnd(14)} ${found.law}: ${found.because.slice(0, 110)}`
}

const bugs = planted.filter(({ name }, i) => (only === undefined ? i % parts === part - 1 : name === only))
if (bugs.length === 0) {
  console.error(`No planted bug is called ${only}.`)
  process.exit(2)
}
const folder = mkdtempSync(join(tmpdir(), 'chorale-planted-'))
const results = []
try {
  // Without a bug nothing may be found: otherwise what is found says nothing.
  const clean = await seek(
    { name: 'none', file: 'packages/core/src/run/loop.ts', find: 'for (;;)', replace: 'for (;;)' },
    folder,
  )
  console.log(
    clean.found === null ? `ok      without a bug nothing is found (${(clean.ms / 1000).toFixed(1)} s)` : line(clean),
  )
  results.push({ isRight: clean.found === null })
  const queue = [...bugs]
  const work = async () => {
    for (let bug = queue.shift(); bug !== undefined; bug = queue.shift()) {
      const result = await seek(bug, folder)
      console.log(line(result))
      results.push({ isRight: result.fault === undefined && result.found !== null })
    }
  }
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
const wrong = results.filter(({ isRight }) => !isRight).length
console.log(wrong === 0 ? `All ${bugs.length} planted bugs were found.` : `${wrong} of ${results.length} went wrong.`)
process.exit(wrong === 0 ? 0 : 1)
