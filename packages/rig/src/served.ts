import { inject } from 'vitest'
import type { Served, Addresses, Service } from './services.js'

/** The server that the project's setup has started for the whole run: its address, or why there is none. */
export const served = <S extends Service>(service: S): Served<Addresses[S]> => {
  // A cast for a type that is chosen by its key: what a setup provides is declared above.
  const found = inject(service) as Served<Addresses[S]> | undefined
  if (found === undefined)
    throw new Error(
      `No setup has provided ${service}: add packages/rig/src/setup/${service}.ts to the project's globalSetup.`,
    )
  return found
}
