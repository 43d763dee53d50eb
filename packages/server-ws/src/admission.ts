import type { IncomingMessage } from 'node:http'
import { admitConnection, type Admission } from '@chorale/core/connection'
import type { Hub } from './hub.js'
import type { Config } from './options.js'

/** Whether a page from which a request comes may connect. A request without an origin comes from no page. */
export const isOriginAllowed = ({ allowedOrigins }: Config, { headers }: IncomingMessage): boolean => {
  const { origin, host } = headers
  if (origin === undefined || allowedOrigins === 'any') return true
  if (allowedOrigins !== 'own') return allowedOrigins.includes(origin)
  return URL.canParse(origin) && host !== undefined && new URL(origin).host === host.toLowerCase()
}

/** Whether one more connection of a client is taken. */
export const admissionOf = (hub: Hub, client: string): Admission =>
  admitConnection(
    { open: hub.open, pressure: hub.pressure.level, limits: hub.config.limits },
    { open: hub.clients.get(client) ?? 0 },
  )
