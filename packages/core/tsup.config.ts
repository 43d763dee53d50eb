import { defineConfig, type Options } from 'tsup'

const at = (room: string) => `src/${room}/index.ts`
const words = { base: at('kit/base'), fault: at('kit/fault'), effect: at('kit/effect') }
const kit = { ...words, budget: at('kit/budget'), machine: at('kit/machine') }
const stores = {
  'ports-graph': at('ports/graph'),
  'ports-graph-rules': at('ports/graph/rules'),
  'ports-vector': at('ports/vector'),
  'ports-journal': at('ports/journal'),
}
const ports = { ports: at('ports'), 'ports-model': at('ports/model'), ...stores }
const rooms = {
  cf14: at('domain/cf14'),
  'cf14-store': at('domain/cf14/store'),
  views: at('domain/views'),
  threads: at('domain/threads'),
  chorus: at('domain/chorus'),
  'chorus-store': at('domain/chorus/store'),
  connection: at('domain/connection'),
  run: at('run'),
  plan: at('run/plan'),
  testing: at('testing'),
  'testing-chorus': at('testing/chorus'),
}
const policy = { policy: at('policy'), 'policy-trace': at('policy/trace') }
const usual: Options = { format: ['esm', 'cjs'], dts: true, sourcemap: true, clean: true, treeshake: true }

export default defineConfig({
  ...{ entry: { index: 'src/index.ts', ...kit, ...ports, ...policy, ...rooms }, ...usual },
  // Node cannot load the shakeable builds of fp-ts and io-ts; bundled in, they take a third of the room. Types still come from the packages.
  noExternal: ['fp-ts', 'io-ts'],
  esbuildOptions: (to) => void (to.alias = { 'fp-ts/lib': 'fp-ts/es6', 'io-ts/lib': 'io-ts/es6' }),
})
