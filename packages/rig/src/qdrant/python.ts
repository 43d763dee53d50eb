import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { kept } from '../cache.js'
import { missing, type Missing } from '../missing.js'
import { tool } from '../tool.js'

const requirements = fileURLToPath(new URL('../../qdrant/requirements.txt', import.meta.url))

const OR_YOURS = 'or name a server of your own in QDRANT_URL.'

/** A Python with the engine and what the front needs: an environment of its own, made in the cache once for these versions. */
export const python = async (): Promise<string | Missing> => {
  const version = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12)
  const place = await kept(`qdrant-${version}`, filled)
  return typeof place === 'string' ? inside(place) : place
}

const inside = (environment: string): string => join(environment, 'bin', 'python')

const filled = async (folder: string): Promise<Missing | undefined> => {
  const version = await tool('python3', ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'])
  if (version._tag !== 'Done')
    return missing(
      'The Qdrant engine runs in Python, and no program "python3" was found.',
      `Install Python 3.10 or newer with its venv module (packages python3 and python3-venv), ${OR_YOURS}`,
    )
  const made = await tool('python3', ['-m', 'venv', folder])
  if (made._tag !== 'Done')
    return missing(
      `Python ${version.output.trim()} could not make a virtual environment.`,
      `Install its venv module (package python3-venv), ${OR_YOURS}`,
    )
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', requirements]
  const installed = await tool(inside(folder), pip)
  if (installed._tag === 'Done') return undefined
  const said = installed._tag === 'Failed' ? installed.said : 'pip could not be started'
  return missing(
    `The packages of the Qdrant engine could not be installed with Python ${version.output.trim()}: ${said}.`,
    `Check the network, and that Python is 3.10 or newer (numpy 2.4 asks for 3.11), ${OR_YOURS}`,
  )
}
