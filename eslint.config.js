import jsdoc from 'eslint-plugin-jsdoc'
import tseslint from 'typescript-eslint'

const pure = ['packages/core/src/kit/**/*.ts', 'packages/core/src/ports/**/*.ts', 'packages/core/src/domain/**/*.ts']
const tests = ['**/*.test.ts', 'packages/*/test/**/*.ts']

/** Sources of surprise that a pure room must not touch: time, chance, environment, output, network. */
const impure = [
  'process',
  'console',
  'fetch',
  'crypto',
  'performance',
  'globalThis',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'Buffer',
  'WebSocket',
  'require',
]

export default tseslint.config(
  {
    ignores: ['**/dist/**', '**/node_modules/**', '**/out/**', '**/*.cjs', 'bench/**'],
  },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json' } },
    plugins: { jsdoc },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 50, skipComments: true }],
      'max-params': ['error', 3],
      'no-param-reassign': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `const { key, ...rest }` is how a member is left out.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      // `void promise` says on purpose that nobody waits; arrow shorthand of a void call reads well.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: true,
          contexts: [
            'TSInterfaceDeclaration',
            'TSTypeAliasDeclaration',
            'ExportNamedDeclaration > VariableDeclaration',
          ],
          require: { FunctionDeclaration: true },
        },
      ],
    },
  },
  {
    files: pure,
    ignores: tests,
    rules: {
      'no-restricted-globals': ['error', ...impure],
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:*', 'fs', 'path', 'crypto'], message: 'Pure rooms touch no platform.' }] },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Randomness arrives as input.' },
        { object: 'Date', property: 'now', message: 'Time arrives as input.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'ThrowStatement', message: 'Failures are values.' },
        { selector: 'ClassDeclaration', message: 'Plain data and functions; no classes.' },
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Time arrives as input.' },
      ],
    },
  },
  {
    files: tests,
    rules: {
      'max-lines-per-function': 'off',
      'jsdoc/require-jsdoc': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    extends: [...tseslint.configs.recommended],
    rules: {
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 50, skipComments: true }],
      eqeqeq: 'error',
    },
  },
  {
    // The page's scripts are put together into one: what one file defines, another uses.
    files: ['examples/valley/report/client/*.js'],
    languageOptions: { sourceType: 'script' },
    rules: { '@typescript-eslint/no-unused-vars': ['error', { vars: 'local' }] },
  },
)
