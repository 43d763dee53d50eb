import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vitest/config'

/**
 * `CHORALE_SUITE=identity` and `CHORALE_SUITE=tape` run the suite once more with every program under the identity policy, or with every answer
 * taken from its own recording: the runner's door is exchanged for the one in packages/core/test/suite.
 */
const suite = process.env['CHORALE_SUITE']
const door = fileURLToPath(new URL('packages/core/src/run/start.ts', import.meta.url))
const standIn = fileURLToPath(new URL('packages/core/test/suite/start.ts', import.meta.url))
const underPolicy: Plugin = {
  name: 'under-policy',
  enforce: 'pre',
  async resolveId(source, importer, options) {
    if (!source.endsWith('start.js') || importer === standIn) return null
    const resolved = await this.resolve(source, importer, { ...options, skipSelf: true })
    return resolved?.id === door ? standIn : resolved
  },
}

/** Starts the one server of a kind that a project's tests share; see packages/rig/README.md. */
const setup = (service: string) => fileURLToPath(new URL(`packages/rig/src/setup/${service}.ts`, import.meta.url))

/** The list of test projects. Run with `--config vitest.workspace.ts`: Vitest 4 does not pick the file up by itself. */
const project = (name: string, root: string, services: readonly string[] = []) => ({
  root,
  plugins: suite === undefined ? [] : [underPolicy],
  resolve: { conditions: ['@chorale/source', 'node', 'import', 'default'] },
  ssr: { resolve: { conditions: ['@chorale/source', 'node', 'import', 'default'] } },
  test: {
    name,
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'valley/**/*.test.ts', 'chorus/**/*.test.ts', '*.test.ts'],
    testTimeout: 30_000,
    globalSetup: services.map(setup),
    // A server may take its time to be up.
    hookTimeout: services.length === 0 ? 10_000 : 120_000,
  },
})

export default defineConfig({
  test: {
    projects: [
      project('core', 'packages/core'),
      project('adapter-memory', 'packages/adapter-memory'),
      project('adapter-lexicon', 'packages/adapter-lexicon'),
      project('adapter-local', 'packages/adapter-local'),
      project('adapter-ai-sdk', 'packages/adapter-ai-sdk'),
      project('adapter-neo4j', 'packages/adapter-neo4j', ['neo4j']),
      project('adapter-qdrant', 'packages/adapter-qdrant', ['qdrant']),
      project('client', 'packages/client'),
      project('server-ws', 'packages/server-ws'),
      project('rig', 'packages/rig', ['neo4j', 'qdrant']),
      project('examples', 'examples'),
      project('stores', 'examples/stores', ['neo4j', 'qdrant']),
    ],
  },
})
