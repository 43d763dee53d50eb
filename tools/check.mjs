// Everything that must hold: format, lint, levels, types, surface, tests, build, size, packaging. `--without-tests` leaves the tests out.
import { step } from './step.mjs'

step('format', 'prettier', ['--check', '.'])
step('lint', 'eslint', ['.', '--max-warnings', '0'])
step('levels', 'depcruise', [
  'packages',
  'examples/valley',
  'examples/stores',
  'examples/chorus',
  'examples/lineage.ts',
  '--config',
  '.dependency-cruiser.cjs',
])
step('types', 'tsc', ['-p', 'tsconfig.json'])
step('types of the report', 'tsc', ['-p', 'examples/valley/report/client'])
step('types of the chat', 'tsc', ['-p', 'examples/chorus/page'])
step('surface', 'node', ['tools/surface.mjs'])
step('capabilities', 'node', ['tools/conformance.mjs', '--capabilities'])
if (!process.argv.includes('--without-tests'))
  step('tests', 'vitest', ['run', '--config', 'vitest.workspace.ts'], { show: true })
step('build', 'node', ['tools/build.mjs'])
process.stdout.write(step('size', 'node', ['tools/size.mjs']))
step('packaging', 'node', ['tools/packaging.mjs'], { show: true })
console.log('All checks passed.')
