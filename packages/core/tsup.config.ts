import { defineConfig } from 'tsup'

const room = (name: string) => `src/${name}/index.ts`

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    base: room('kit/base'), fault: room('kit/fault'), effect: room('kit/effect'), machine: room('kit/machine'),
    ports: room('ports'), cf14: room('domain/cf14'), run: room('run'), testing: room('testing'),
  },
  format: ['esm', 'cjs'], dts: true, sourcemap: true, clean: true, treeshake: true,
})
