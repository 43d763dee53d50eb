import type { EntryKind, RunStatus } from '@chorale/core/ports/journal'
import { hashSql } from './column.js'

/** Marks a SQLite file as a store of Chorale: `CHOR` in ASCII. */
export const applicationId = 0x43484f52

/** Words by their numbers; a word that the port has and this leaves out does not compile. */
const byNumber = <Word extends string>(numbers: { readonly [W in Word]: number }): readonly Word[] =>
  // A cast in a constructor: the names of the record are the words.
  (Object.keys(numbers) as Word[]).sort((a, b) => numbers[a] - numbers[b])

/** Kinds of entries by the number that stands for them in a column. Only ever add at the end. */
export const kinds: readonly EntryKind[] = byNumber<EntryKind>({
  ...{ started: 0, settled: 1, arrived: 2, told: 3, sent: 4, resumed: 5, withdrawn: 6, cancelled: 7 },
})

/** States of runs by the number that stands for them in a column. Only ever add at the end. */
export const statuses: readonly RunStatus[] = byNumber<RunStatus>({
  ...{ running: 0, waiting: 1, paused: 2, done: 3, partial: 4, failed: 5, cancelled: 6 },
})

/** One step from a schema to the next. A step that was published is never changed: a later one corrects it. */
export interface Migration {
  /** `PRAGMA user_version` afterwards. */
  readonly version: number
  /** What it is for, in a line. */
  readonly about: string
  readonly statements: readonly string[]
}

const named = (column: string, names: readonly string[]): string =>
  `CASE ${column} ${names.map((name, i) => `WHEN ${i} THEN '${name}'`).join(' ')} END`

const iso = (column: string): string => `strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch')`

const journalTables: readonly string[] = [
  // A number is never given out twice: what is remembered of a run that was deleted cannot be taken for another's.
  `CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run TEXT NOT NULL UNIQUE,
  program TEXT NOT NULL,
  version INTEGER NOT NULL,
  labels TEXT NOT NULL,
  parent_run TEXT,
  parent_sequence INTEGER,
  status INTEGER NOT NULL,
  next INTEGER NOT NULL,
  hash BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  checksum BLOB NOT NULL
)`,
  // The payload stands before two hashes on purpose: were its reference lost to a flipped byte, the hashes would move and not fit.
  `CREATE TABLE entries (
  run INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  at INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  sent INTEGER,
  key TEXT,
  label INTEGER,
  digest BLOB,
  attempts INTEGER,
  cost INTEGER,
  input INTEGER,
  cached INTEGER,
  output INTEGER,
  reasoning INTEGER,
  source_run TEXT,
  source_sequence INTEGER,
  payload INTEGER,
  payload_hash BLOB NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (run, sequence)
) WITHOUT ROWID`,
  `CREATE TABLE labels (
  run INTEGER NOT NULL,
  id INTEGER NOT NULL,
  tag TEXT NOT NULL,
  labels TEXT NOT NULL,
  PRIMARY KEY (run, id)
) WITHOUT ROWID`,
  `CREATE TABLE payloads (
  id INTEGER PRIMARY KEY,
  prefix INTEGER UNIQUE,
  body TEXT NOT NULL
)`,
  `CREATE TABLE snapshots (
  run INTEGER PRIMARY KEY,
  next INTEGER NOT NULL,
  hash BLOB NOT NULL,
  state TEXT NOT NULL,
  state_hash BLOB NOT NULL,
  checksum BLOB NOT NULL
)`,
]

const graphTables: readonly string[] = [
  `CREATE TABLE nodes (
  id INTEGER PRIMARY KEY,
  label TEXT NOT NULL,
  node TEXT NOT NULL,
  properties TEXT NOT NULL,
  UNIQUE (label, node)
)`,
  `CREATE TABLE relationships (
  id INTEGER PRIMARY KEY,
  type TEXT NOT NULL,
  source INTEGER NOT NULL,
  target INTEGER NOT NULL,
  key TEXT,
  properties TEXT NOT NULL
)`,
  // A key that is absent is one value of its own; NULLs by themselves would all differ.
  `CREATE UNIQUE INDEX relationships_by_ends ON relationships (type, source, target, ifnull(key, x''))`,
]

const views: readonly string[] = [
  `CREATE VIEW runs_view AS
SELECT run, program, version, labels, parent_run, parent_sequence, ${named('status', statuses)} AS status, next,
  ${hashSql('hash')} AS hash, ${iso('created_at')} AS created_at, ${iso('updated_at')} AS updated_at
FROM runs`,
  `CREATE VIEW entries_view AS
SELECT r.run AS run, e.sequence AS sequence, ${iso('e.at')} AS at, ${named('e.kind', kinds)} AS kind,
  ifnull(s.key, e.key) AS key, l.tag AS tag, l.labels AS labels,
  CASE WHEN l.id IS NULL THEN NULL ELSE ${hashSql('coalesce(s.digest, e.digest, s.payload_hash, e.payload_hash)')} END AS digest,
  e.attempts AS attempts, e.cost AS cost_micro_usd,
  e.input AS input, e.cached AS cached, e.output AS output, e.reasoning AS reasoning,
  e.source_run AS source_run, e.source_sequence AS source_sequence,
  ${hashSql('e.payload_hash')} AS payload_hash, p.body AS payload, ${hashSql('e.hash')} AS hash
FROM entries e
JOIN runs r ON r.id = e.run
LEFT JOIN entries s ON s.run = e.run AND s.sequence = e.sent
LEFT JOIN labels l ON l.run = e.run AND l.id = ifnull(s.label, e.label)
LEFT JOIN payloads p ON p.id = e.payload`,
  `CREATE VIEW relationships_view AS
SELECT l.type AS type, a.label AS source_label, a.node AS source, b.label AS target_label, b.node AS target, l.key AS key,
  l.properties AS properties
FROM relationships l
JOIN nodes a ON a.id = l.source
JOIN nodes b ON b.id = l.target`,
]

/** A way from where a relationship leads back to where it comes from. */
const wayBack = 'CREATE INDEX relationships_by_target ON relationships (target, type, source)'

const schemaTables: readonly string[] = [
  `CREATE TABLE schemas (
  id INTEGER PRIMARY KEY,
  schema TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  shapes TEXT NOT NULL,
  checksum BLOB NOT NULL
)`,
]

const vectorTables: readonly string[] = [
  // A number is never given out twice: what is remembered of a collection that was dropped cannot be taken for another's.
  `CREATE TABLE collections (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  collection TEXT NOT NULL UNIQUE,
  dimension INTEGER NOT NULL,
  metric TEXT NOT NULL,
  points INTEGER NOT NULL,
  changes INTEGER NOT NULL,
  checksum BLOB NOT NULL
)`,
  `CREATE TABLE points (
  id INTEGER PRIMARY KEY,
  collection INTEGER NOT NULL,
  point TEXT NOT NULL,
  uuid TEXT NOT NULL,
  change INTEGER NOT NULL,
  payload TEXT NOT NULL,
  vector BLOB NOT NULL,
  checksum BLOB NOT NULL,
  UNIQUE (collection, point)
)`,
  'CREATE INDEX points_by_uuid ON points (collection, uuid)',
  'CREATE INDEX points_by_change ON points (collection, change)',
]

/** A property that was null is absent since: what compares with it need not tell the two apart. */
const withoutNulls = (table: string): string =>
  `UPDATE ${table} SET properties = json_patch('{}', properties) WHERE instr(properties, ':null')`

const pointsView = `CREATE VIEW points_view AS
SELECT c.collection AS collection, p.point AS point, p.uuid AS uuid, c.dimension AS dimension, c.metric AS metric, p.payload AS payload
FROM points p
JOIN collections c ON c.id = p.collection`

/** All steps, from nothing to the newest schema. docs/local-store.md explains every table. */
export const migrations: readonly Migration[] = [
  {
    version: 1,
    about: 'runs, their entries, labels, payloads and snapshots; the graph; views to read them by',
    statements: [...journalTables, ...graphTables, ...views],
  },
  {
    version: 2,
    about: "the graph's way back and its schemas; collections of vectors",
    statements: [
      ...[wayBack, ...schemaTables, ...vectorTables, pointsView],
      ...[withoutNulls('nodes'), withoutNulls('relationships')],
    ],
  },
]

/** Tables and indexes as they read in the newest schema. Not the views: nothing here reads by them. */
export const whole: readonly string[] = [...journalTables, ...graphTables, wayBack, ...schemaTables, ...vectorTables]

/** The version this code reads and writes. */
export const newest: number = migrations.at(-1)?.version ?? 0
