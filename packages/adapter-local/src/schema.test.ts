import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { databaseOf, freshDirectory } from '../test/fresh.js'
import { packed } from './compile/packed.js'
import { connect, make } from './driver.js'
import { applicationId, kinds, migrations, newest, statuses, whole } from './schema.js'

const made = () => {
  const path = databaseOf(freshDirectory())
  make(
    path,
    migrations.flatMap(({ statements }) => statements),
  )
  return connect(path)
}

describe('the words of the port', () => {
  // These numbers are in every file that was ever written: a change here needs a step of the schema.
  it('have the numbers they always had', () => {
    expect(kinds).toEqual(['started', 'settled', 'arrived', 'told', 'sent', 'resumed', 'withdrawn', 'cancelled'])
    expect(statuses).toEqual(['running', 'waiting', 'paused', 'done', 'partial', 'failed', 'cancelled'])
  })
})

describe('the steps of the schema', () => {
  it('are numbered from 1 on, each with a word on what it is for', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_step, i) => i + 1))
    for (const { about } of migrations) expect(about).not.toBe('')
    expect(newest).toBe(migrations.length)
  })

  it('that were published are never changed', () => {
    const texts = migrations.map(({ statements }) => createHash('sha256').update(statements.join(';\n')).digest('hex'))
    expect(texts.map((text) => text.slice(0, 16))).toEqual(['fda22771fd8da08f', '69f1e371da830cfd'])
  })

  it('make the tables and indexes that are looked for when a store is opened', () => {
    const connection = made()
    const texts = connection.read({ sql: packed(['sql'], 'sqlite_schema WHERE sql IS NOT NULL'), values: [] }).flat()
    expect(whole.filter((text) => !texts.includes(text))).toEqual([])
    connection.close()
  })

  it('make views that can be read', () => {
    const connection = made()
    for (const view of ['runs_view', 'entries_view', 'relationships_view', 'points_view'])
      expect(
        connection.read({
          sql: packed(
            ['*'].map(() => '1'),
            view,
          ),
          values: [],
        }),
      ).toEqual([])
    connection.close()
  })

  it('mark the file with letters', () => {
    expect(Buffer.from(applicationId.toString(16), 'hex').toString()).toBe('CHOR')
  })
})
