import { defineConfig, type Options } from 'tsup'

const kit = { base: 'src/kit/base/index.ts', fault: 'src/kit/fault/index.ts', effect: 'src/kit/effect/index.ts' }
const rooms = { machine: 'src/kit/machine/index.ts', ports: 'src/ports/index.ts', cf14: 'src/domain/cf14/index.ts' }
const doors = { index: 'src/index.ts', run: 'src/run/index.ts', testing: 'src/testing/index.ts' }
const usual: Options = { format: ['esm', 'cjs'], dts: true, sourcemap: true, clean: true, treeshake: true }

export default defineConfig({
  ...{ entry: { ...kit, ...rooms, ...doors }, ...usual },
  // Node cannot load the shakeable builds of fp-ts and io-ts; bundled in, they take a third of the room. Types still come from the packages.
  noExternal: ['fp-ts', 'io-ts'],
  esbuildOptions: (to) => void (to.alias = { 'fp-ts/lib': 'fp-ts/es6', 'io-ts/lib': 'io-ts/es6' }),
})
