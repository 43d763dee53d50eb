import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { childOf, type Child } from './child.js'
import type { Home } from './home.js'
import { leash } from './leash.js'
import { missing, type Missing } from './missing.js'
import type { Started } from './server.js'
import { until } from './until.js'

/** How to run one kind of server. */
export interface Recipe<Address> {
  readonly name: string
  /** The command, first its program. */
  readonly words: readonly string[]
  readonly directory: Home
  /** Where it will answer. */
  readonly address: Address
  /** Whether it answers there. */
  readonly isReady: (address: Address) => Promise<boolean>
  /** How long it may take until it answers. */
  readonly patienceMs: number
}

/** Starts a server and waits until it answers. */
export const host = async <Address>(recipe: Recipe<Address>): Promise<Started<Address> | Missing> => {
  const { directory, words, name, address } = recipe
  if (process.platform === 'win32')
    return missing(
      `${name} is started with signals and a shell of POSIX systems.`,
      'Name a server of your own in the environment.',
    )
  const output = join(directory.path, 'output.log')
  const keeper = leash(directory.isFresh ? directory.path : undefined)
  const child = childOf({ words, output }, keeper)
  const log = () => readFileSync(output, 'utf8')
  if (!(await up(child, recipe))) {
    await child.kill()
    const said = log().trim().split('\n').slice(-5).join(' | ')
    await keeper.letGo()
    const found = `${name} was started and did not answer; its output ends with: ${said || 'nothing'}.`
    return missing(found, 'Start it by hand with the same settings to see why.')
  }
  return {
    _tag: 'Started',
    address,
    pid: child.pid,
    kill: child.kill,
    freeze: child.freeze,
    thaw: child.thaw,
    restart: async () => {
      await child.end()
      if (!(await up(child, recipe)))
        throw new Error(`${name} was started again and does not answer: ${log().slice(-2000)}`)
    },
    stop: async () => {
      await child.end()
      await keeper.letGo()
    },
    log,
  }
}

const up = async <Address>(child: Child, { address, isReady, patienceMs }: Recipe<Address>): Promise<boolean> => {
  child.begin()
  const told = await until(async () => child.pid() === undefined || (await isReady(address)), patienceMs)
  return told && child.pid() !== undefined
}
