import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const entry = fileURLToPath(import.meta.resolve('@chorale/client'))

/** The client package as one module for browsers; it is made once, at the start. */
export const clientBundle = async (): Promise<string> => {
  const { outputFiles } = await build({
    ...{ entryPoints: [entry], bundle: true, write: false, format: 'esm', platform: 'browser', target: 'es2022' },
    conditions: ['@chorale/source'],
    logLevel: 'silent',
  })
  return outputFiles.map(({ text }) => text).join('')
}
