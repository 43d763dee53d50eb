// The size of core's root entry, minified and gzipped, with everything it needs. Limit of the architecture: 25 kB.
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { root } from './packages.mjs'

const LIMIT = 25_000
const made = await build({
  stdin: { contents: "export * from './packages/core/dist/index.js'", resolveDir: root },
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'neutral',
  mainFields: ['module', 'main'],
  write: false,
  // Chunks without side effects that the bundle leaves out.
  logOverride: { 'ignored-bare-import': 'silent' },
})
const size = gzipSync(made.outputFiles[0].contents, { level: 9 }).length
console.log(`core's root entry: ${size} bytes min+gzip, dependencies included; at most ${LIMIT}`)
process.exit(size > LIMIT ? 1 : 0)
