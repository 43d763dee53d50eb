import type { Capabilities, Port } from './port.js'
import type { Trial } from './trial.js'

/** One thing that must hold of every store, as data: a sentence, and how it is found out. */
export interface Case {
  readonly name: string
  readonly port: Port
  /** Without one of these, the case does not apply. */
  readonly needs?: readonly (keyof Capabilities)[]
  /** What was found wrong, in words; undefined where nothing was. It leaves the store as it was, as far as the port can. */
  readonly check: (trial: Trial) => Promise<string | undefined>
}
