import { EventEmitter, once } from 'node:events'
import { mode, type Mode } from './mode.js'

/** The mode of a proxy, which all of its connections look at. */
export interface Switch {
  readonly now: () => Mode
  readonly set: (to: Mode) => void
  /** Resolves at the next change. */
  readonly changed: () => Promise<unknown>
}

/** A switch that stands at `pass`. */
export const modeSwitch = (): Switch => {
  const changes = new EventEmitter().setMaxListeners(0)
  let current: Mode = mode.pass
  return {
    now: () => current,
    set: (to) => {
      current = to
      changes.emit('change')
    },
    changed: () => once(changes, 'change'),
  }
}
