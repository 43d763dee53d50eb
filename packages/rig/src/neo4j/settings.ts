import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the settings depend on. */
export interface Settings {
  readonly port: number
  readonly isProtected: boolean
}

/** The settings of a small server that is soon up and soon down. */
const settings = ({ port, isProtected }: Settings): readonly string[] => [
  `server.bolt.listen_address=127.0.0.1:${port}`,
  `server.bolt.advertised_address=127.0.0.1:${port}`,
  'server.http.enabled=false',
  'server.https.enabled=false',
  `dbms.security.auth_enabled=${String(isProtected)}`,
  'dbms.usage_report.enabled=false',
  'server.memory.pagecache.size=128m',
  'db.tx_log.preallocate=false',
  // Ends in 0.3 s instead of 10.
  'internal.dbms.bolt.netty_server_shutdown_quiet_period=0',
]

/** Where the settings of a home lie. */
export const settingsIn = (home: string): string => join(home, 'conf')

/** Writes the settings into a home. */
export const writeSettings = (home: string, to: Settings): void => {
  mkdirSync(settingsIn(home), { recursive: true })
  writeFileSync(join(settingsIn(home), 'neo4j.conf'), `${settings(to).join('\n')}\n`)
}
