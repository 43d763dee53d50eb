// Packs every package, checks the tarballs, installs them into a clean folder, and imports and requires every subpath there.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packages } from './packages.mjs'
import { step } from './step.mjs'

const folder = mkdtempSync(join(tmpdir(), 'chorale-packed-'))
const PNPM = ['--yes', 'pnpm@10.34.9']

for (const { name, folder: cwd } of packages)
  step(`pack ${name}`, 'npx', [...PNPM, 'pack', '--pack-destination', folder], { cwd })
const tarballs = readdirSync(folder).map((file) => join(folder, file))
for (const file of tarballs) {
  step(`publint ${file.split('/').at(-1)}`, 'publint', ['run', file, '--strict'])
  step(`attw ${file.split('/').at(-1)}`, 'attw', [file, '--profile', 'node16'])
}

const peers = [...new Set(packages.flatMap(({ manifest }) => Object.keys(manifest.peerDependencies ?? {})))].filter(
  (name) => !name.startsWith('@chorale/'),
)
const versions = peers.map(
  (name) => `${name}@${packages.map(({ manifest }) => manifest.devDependencies?.[name]).find(Boolean) ?? 'latest'}`,
)
writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'clean', private: true }))
step(
  'install the tarballs into a clean folder',
  'npm',
  ['install', '--no-audit', '--no-fund', ...tarballs, ...versions],
  { cwd: folder },
)

const specifiers = packages.flatMap(({ subpaths }) => subpaths.map(({ specifier }) => specifier))
const seen = '(module) => { if (Object.keys(module).length === 0) throw new Error(`${name} exports nothing`) }'
const check = `for (const name of ${JSON.stringify(specifiers)})`
writeFileSync(join(folder, 'all.mjs'), `${check} { const look = ${seen}; look(await import(name)) }`)
writeFileSync(join(folder, 'all.cjs'), `${check} { const look = ${seen}; look(require(name)) }`)
step(`import ${specifiers.length} subpaths`, 'node', ['all.mjs'], { cwd: folder })
step(`require ${specifiers.length} subpaths`, 'node', ['all.cjs'], { cwd: folder })
rmSync(folder, { recursive: true })
