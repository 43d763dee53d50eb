// Runs the conformance cases with the oldest and the newest driver that an adapter says it works with: `npm run versions [-- neo4j|qdrant]`.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { root } from './packages.mjs'

const peers = { neo4j: 'neo4j-driver', qdrant: '@qdrant/js-client-rest' }
const only = process.argv[2]
const stores = Object.keys(peers).filter((store) => only === undefined || store === only)
if (stores.length === 0) {
  console.error(`There is no store ${only}. Use one of ${Object.keys(peers).join(', ')}.`)
  process.exit(64)
}

/** The lower end of the range that is stated, and the version that is developed with. */
const versionsOf = (store) => {
  const { peerDependencies, devDependencies } = JSON.parse(
    readFileSync(`${root}packages/adapter-${store}/package.json`, 'utf8'),
  )
  const peer = peers[store]
  return [/\d+\.\d+\.\d+/u.exec(peerDependencies[peer])[0], devDependencies[peer]]
}

const installed = (peer, version) => {
  const folder = `${root}.cache/versions/${peer.replace('/', '+')}-${version}`
  if (existsSync(`${folder}/node_modules/${peer}`)) return folder
  mkdirSync(folder, { recursive: true })
  const args = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
  const done = spawnSync('npm', [...args, `${peer}@${version}`], { stdio: ['ignore', 2, 2] })
  if (done.status !== 0) throw new Error(`${peer} ${version} could not be installed`)
  return folder
}

const results = []
for (const store of stores)
  for (const version of versionsOf(store)) {
    const peer = peers[store]
    const env = { ...process.env, CHORALE_INSTEAD: JSON.stringify({ [peer]: installed(peer, version) }) }
    const hooks = ['--import', 'tsx', '--import', './tools/versions/instead.mjs', '--conditions=@chorale/source']
    const done = spawnSync(process.execPath, [...hooks, 'tools/conformance/main.mjs', store], {
      ...{ cwd: root, env, encoding: 'utf8', maxBuffer: 1 << 28 },
    })
    const said = done.stdout.trim().split('\n').at(-1)
    results.push(done.status === 0)
    console.log(`${done.status === 0 ? 'ok    ' : 'FAILED'}  ${peer} ${version}: ${said}`)
    if (done.status !== 0)
      console.log(
        done.stdout
          .split('\n')
          .filter((line) => line.includes('failed'))
          .slice(0, 20)
          .join('\n'),
        done.stderr.slice(-2000),
      )
  }
process.exit(results.every(Boolean) ? 0 : 1)
