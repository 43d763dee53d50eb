import { readFileSync, writeFileSync } from 'node:fs'
import { cases } from '../../packages/core/src/testing/index.ts'
import { root } from '../packages.mjs'
import { stores } from './stores.mjs'

const file = `${root}docs/capabilities.md`

/** What each capability promises, from the ports' own comments. */
const meanings = ['capabilities.ts', 'graph/capabilities.ts', 'vector/capabilities.ts'].flatMap((path) => {
  const source = readFileSync(`${root}packages/core/src/ports/${path}`, 'utf8')
  return [...source.matchAll(/\/\*\* (.+) \*\/\n\s+readonly (\w+): boolean/gu)].map(([, meaning, name]) => ({
    ...{ name, meaning },
  }))
})

const row = (cells) => `| ${cells.join(' | ')} |`

const table = () => {
  const names = Object.keys(stores)
  const ports = ['graph', 'vector', 'journal']
  const head = ['', ...names]
  const answered = ports.map((port) => {
    const count = cases.filter((each) => each.port === port).length
    return [`${port} port (${count} cases)`, ...names.map((name) => (stores[name].ports.includes(port) ? 'yes' : ''))]
  })
  const able = meanings.map(({ name }) => [
    name,
    ...names.map((store) => {
      const said = stores[store].capabilities[name]
      return said === undefined ? '' : said ? 'yes' : 'no'
    }),
  ])
  return [head, head.map(() => '---'), ...answered, ...able].map(row)
}

const report = () =>
  [
    '# What stores can do',
    '',
    'Made by `npm run conformance -- --write` from what the stores say of themselves, and checked by `npm run check`. Every store passes every case of its',
    'ports; a case that needs what a store cannot do is skipped and says so. Nothing stands where a port is not answered or a capability is not of that port.',
    '',
    ...table(),
    '',
    ...meanings.map(({ name, meaning }) => {
      const count = cases.filter(({ needs = [] }) => needs.includes(name)).length
      return `- **${name}**: ${meaning} ${count === 0 ? 'No case needs it.' : `${count} ${count === 1 ? 'case needs' : 'cases need'} it.`}`
    }),
    '',
  ].join('\n')

/** Writes the table, or compares it with the one that is there; whether all is well. */
export const capabilities = (isWriting) => {
  if (isWriting) writeFileSync(file, report())
  else if (readFileSync(file, 'utf8') !== report()) {
    console.error('docs/capabilities.md is out of date: run "npm run conformance -- --write" and read the difference.')
    return false
  }
  console.log(`${cases.length} cases, ${Object.keys(stores).length} stores`)
  return true
}
