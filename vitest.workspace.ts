import { defineConfig } from 'vitest/config'

/** The list of test projects. Run with `--config vitest.workspace.ts`: Vitest 4 does not pick the file up by itself. */
const project = (name: string, root: string) => ({
  root,
  resolve: { conditions: ['@chorale/source', 'node', 'import', 'default'] },
  ssr: { resolve: { conditions: ['@chorale/source', 'node', 'import', 'default'] } },
  test: {
    name,
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'valley/**/*.test.ts', '*.test.ts'],
    testTimeout: 30_000,
  },
})

export default defineConfig({
  test: {
    projects: [
      project('core', 'packages/core'),
      project('adapter-memory', 'packages/adapter-memory'),
      project('adapter-lexicon', 'packages/adapter-lexicon'),
      project('adapter-ai-sdk', 'packages/adapter-ai-sdk'),
      project('examples', 'examples'),
    ],
  },
})
