// The packages that are published, and their public subpaths, read from their own manifests.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** Published packages in the order of their folders: name, folder, manifest, and a source file for each subpath. */
export const packages = readdirSync(`${root}packages`)
  .map((folder) => ({
    folder: `${root}packages/${folder}`,
    manifest: JSON.parse(readFileSync(`${root}packages/${folder}/package.json`, 'utf8')),
  }))
  .filter(({ manifest }) => manifest.private !== true)
  .map(({ folder, manifest }) => ({
    name: manifest.name,
    folder,
    manifest,
    subpaths: Object.entries(manifest.exports).map(([subpath, target]) => ({
      specifier: `${manifest.name}${subpath.slice(1)}`,
      source: `${folder}/${target['@chorale/source'].slice(2)}`,
    })),
  }))
