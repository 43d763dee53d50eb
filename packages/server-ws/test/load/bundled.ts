import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** One of the processes of the load command as it would be shipped, in one file: what is compiled on the way is slower. */
export const bundled = async (name: 'server' | 'clients'): Promise<string> => {
  const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
  const outfile = here(`../../node_modules/.cache/load/${name}.mjs`)
  await build({
    ...{ entryPoints: [here(`./${name}.ts`)], outfile, bundle: true, format: 'esm', platform: 'node' },
    ...{ target: 'node20', external: ['ws'], conditions: ['@chorale/source'], logLevel: 'silent' },
  })
  return outfile
}
