/**
 * Labels and types of our own. They begin with a letter that no name of the graph port can begin with, and their nodes have no `id`: whatever a
 * host writes, journals and graph never meet.
 */
export const own = {
  schema: '_ChoraleSchema',
  run: '_ChoraleRun',
  entry: '_ChoraleEntry',
  payload: '_ChoralePayload',
  snapshot: '_ChoraleSnapshot',
  /** From an entry to its payload. */
  holds: '_CHORALE_HOLDS',
} as const

/** The oldest server that is supported. */
export const oldestServer = { major: 5, minor: 13 } as const

/** Constraints that the adapter itself needs, as statements; each may be carried out again. */
export const ownConstraints: readonly string[] = [
  unique('chorale_schema', own.schema, 'n.schema'),
  unique('chorale_run', own.run, 'n.run'),
  unique('chorale_entry', own.entry, '(n.run, n.sequence)'),
  unique('chorale_payload', own.payload, 'n.hash'),
  unique('chorale_snapshot', own.snapshot, 'n.run'),
]

function unique(name: string, label: string, what: string): string {
  return `CREATE CONSTRAINT ${name} IF NOT EXISTS FOR (n:${label}) REQUIRE ${what} IS UNIQUE`
}
