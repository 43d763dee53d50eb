import type { Missing } from './missing.js'

/** A server that this process has started on a loopback port. It ends with this process, however that ends. */
export interface Started<Address> {
  readonly _tag: 'Started'
  readonly address: Address
  /** The process id now; undefined while the server is down. */
  readonly pid: () => number | undefined
  /** SIGKILL; resolves when the process is gone. Port and data are kept for a restart. */
  readonly kill: () => Promise<void>
  /** SIGSTOP; resolves when the process stands still. Connections stay open and nothing is answered. */
  readonly freeze: () => Promise<void>
  /** SIGCONT. */
  readonly thaw: () => void
  /** Ends it properly where it still runs, and starts it again on the same port with the same data; resolves when it answers, and rejects when it does not. */
  readonly restart: () => Promise<void>
  /** Ends it properly, after some seconds by SIGKILL, and removes its data where no directory was given. May be called twice; afterwards it cannot be started again. */
  readonly stop: () => Promise<void>
  /** What it wrote to its output so far. */
  readonly log: () => string
}

/** A server of the user's own, named by the environment. It is only talked to. */
export interface Given<Address> {
  readonly _tag: 'Given'
  readonly address: Address
  /** Does nothing: the server is not ours. */
  readonly stop: () => Promise<void>
}

/** What asking for a server answers: one that was started, one that the user gave, or why there is none. */
export type Server<Address> = Started<Address> | Given<Address> | Missing

/** A server of the user's own at an address. */
export const given = <Address>(address: Address): Given<Address> => ({
  _tag: 'Given',
  address,
  stop: () => Promise.resolve(),
})
