// The public names of every package, counted, documented, and compared with the report in docs/surface.md.
import { readFileSync, writeFileSync } from 'node:fs'
import ts from 'typescript'
import { packages, root } from './packages.mjs'

const MOST = { subpath: 30, all: 600 }

const config = ts.getParsedCommandLineOfConfigFile(
  `${root}tsconfig.json`,
  {},
  { ...ts.sys, onUnRecoverableConfigFileDiagnostic: console.error },
)
const entries = packages.flatMap(({ subpaths }) => subpaths)
const program = ts.createProgram(
  entries.map(({ source }) => source),
  config.options,
)
const checker = program.getTypeChecker()

const target = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol)
const kindOf = (symbol) => (symbol.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias) ? 'type' : 'value')
const isRoom = (symbol) => (symbol.flags & ts.SymbolFlags.ValueModule) !== 0
const sentenceOf = (symbol) => ts.displayPartsToString(symbol.getDocumentationComment(checker)).split('\n')[0]

const faults = []
const lines = [
  '# Public surface',
  '',
  'Every public name by subpath, made by `node tools/surface.mjs --write` and checked by `npm run check`.',
  '',
]
const known = new Set()
for (const { specifier, source } of entries) {
  const module = checker.getSymbolAtLocation(program.getSourceFile(source))
  const names = checker
    .getExportsOfModule(module)
    .map((symbol) => ({ name: symbol.getName(), to: target(symbol) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  if (names.length > MOST.subpath)
    faults.push(`${specifier} has ${names.length} public names; at most ${MOST.subpath} are allowed.`)
  lines.push(`## ${specifier} (${names.length})`, '', '| name | kind | |', '| --- | --- | --- |')
  // A namespace is one name of its subpath; what it holds counts and is documented like everything else.
  const inside = names
    .filter(({ to }) => isRoom(to))
    .flatMap(({ name, to }) =>
      checker.getExportsOfModule(to).map((symbol) => ({ name: `${name}.${symbol.getName()}`, to: target(symbol) })),
    )
  for (const { name, to } of [...names.filter(({ to }) => !isRoom(to)), ...inside]) {
    known.add(to)
    const sentence = sentenceOf(to)
    if (sentence === '') faults.push(`${specifier}: ${name} has no doc comment.`)
    lines.push(`| ${name} | ${kindOf(to)} | ${sentence.replaceAll('|', '\\|')} |`)
  }
  lines.push('')
}
if (known.size > MOST.all) faults.push(`There are ${known.size} public names; at most ${MOST.all} are allowed.`)
lines.push(`In all: ${known.size} names.`, '')

const file = `${root}docs/surface.md`
const report = lines.join('\n')
if (process.argv.includes('--write')) writeFileSync(file, report)
else if (readFileSync(file, 'utf8') !== report)
  faults.push('docs/surface.md is out of date: run "node tools/surface.mjs --write" and read the difference.')
for (const fault of faults) console.error(fault)
console.log(`${known.size} public names in ${entries.length} subpaths`)
process.exit(faults.length > 0 ? 1 : 0)
