// Installs what only the benchmarks need, builds the packages they measure, and runs them as a user would: against dist.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const windows = process.platform === 'win32'

/** Runs a command with its output on stderr, so that stdout belongs to the results. */
const must = (command, args, cwd) => {
  const done = spawnSync(windows ? `${command}.cmd` : command, args, { cwd, stdio: ['ignore', 2, 2], shell: windows })
  if (done.status === 0) return
  console.error(`${command} ${args.join(' ')} failed in ${cwd} (exit code ${done.status ?? done.signal}).`)
  process.exit(1)
}

const install = () => {
  const stamp = `${root}bench/node_modules/.chorale-bench`
  const wanted = createHash('sha256')
    .update(readFileSync(`${root}bench/package-lock.json`))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.error('Installing what the benchmarks compare with (once) ...')
  must('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], `${root}bench`)
  writeFileSync(stamp, wanted)
}

const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(`${entry.parentPath}/${entry.name}`).mtimeMs)

/** Whether a package was built after its last change. */
const isBuilt = (folder) => {
  const entry = `${folder}/dist/index.d.ts`
  if (!existsSync(entry)) return false
  const changed = Math.max(...filesIn(`${folder}/src`), statSync(`${folder}/tsup.config.ts`).mtimeMs)
  return Math.min(...filesIn(`${folder}/dist`)) > changed
}

const build = (name) => {
  const folder = `${root}packages/${name}`
  if (isBuilt(folder)) return
  console.error(`Building packages/${name} ...`)
  must('npx', ['--no-install', 'tsup', '--silent'], folder)
}

install()
build('core')
build('adapter-memory')
build('adapter-local')
const isStores = process.argv[2] === 'stores'
if (isStores) for (const name of ['adapter-neo4j', 'adapter-qdrant']) build(name)
const script = isStores
  ? ['bench/stores/main.ts', ...process.argv.slice(3)]
  : ['bench/main.ts', ...process.argv.slice(2)]
const args = ['--import', 'tsx', ...script]
// No contender may report to a service while it is measured.
const env = { ...process.env, LANGSMITH_TRACING: 'false', LANGCHAIN_TRACING_V2: 'false' }
process.exit(spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' }).status ?? 1)
