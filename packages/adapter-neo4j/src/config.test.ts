import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkOptions, type Neo4jOptions } from './config.js'

const options: Neo4jOptions = { uri: 'bolt://localhost:7687', auth: { _tag: 'none' } }

/** What a host without types may pass. */
const refused = (given: unknown): readonly string[] => {
  const checked = checkOptions(given as Neo4jOptions)
  return E.isLeft(checked) ? checked.left.findings.map(({ path }) => path) : []
}

describe('options', () => {
  it('have a value for all that is left out', () => {
    expect(checkOptions(options)).toMatchObject({
      right: {
        ...options,
        pool: { max: 20, minIdle: 5 },
        timeouts: { connectMs: 5000, readMs: 5000, writeMs: 10_000, startMs: 30_000 },
        ...{ batchRows: 1000, slowMs: 1000, trustedCertificates: [] },
      },
    })
  })

  it('warm up no more connections than there may be', () => {
    expect(checkOptions({ ...options, pool: { max: 2 } })).toMatchObject({ right: { pool: { max: 2, minIdle: 2 } } })
  })

  it.each(['bolt', 'bolt+s', 'bolt+ssc', 'neo4j', 'neo4j+s', 'neo4j+ssc'])('take the scheme %s', (scheme) => {
    expect(refused({ ...options, uri: `${scheme}://a.example:7687` })).toEqual([])
  })

  it.each<readonly [string, unknown, readonly string[]]>([
    ['nothing', undefined, ['']],
    ['no address', { ...options, uri: 'localhost' }, ['uri']],
    ['another scheme', { ...options, uri: 'http://localhost' }, ['uri']],
    ['a user in the address', { ...options, uri: 'bolt://me:secret@localhost' }, ['uri']],
    ['no way to get in', { uri: options.uri }, ['auth._tag']],
    ['another way to get in', { ...options, auth: { _tag: 'oauth' } }, ['auth._tag']],
    ['half of a way to get in', { ...options, auth: { _tag: 'basic', username: 'a' } }, ['auth.password']],
    ['an empty database', { ...options, database: '' }, ['database']],
    ['no connections', { ...options, pool: { max: 0 } }, ['pool.max']],
    ['more idle than there may be', { ...options, pool: { max: 3, minIdle: 4 } }, ['pool.minIdle']],
    ['no time', { ...options, timeouts: { readMs: 0, writeMs: 1.5 } }, ['timeouts.readMs', 'timeouts.writeMs']],
    ['no rows', { ...options, batchRows: 0 }, ['batchRows']],
    ['nobody to tell', { ...options, slow: 'console' }, ['slow']],
    ['two words on trust', { ...options, uri: 'bolt+s://a', trustedCertificates: ['a.pem'] }, ['trustedCertificates']],
    ['no certificates', { ...options, trustedCertificates: [] }, ['trustedCertificates']],
  ])('are refused with the path: %s', (_, given, paths) => {
    expect(refused(given)).toEqual(paths)
  })

  it('are refused all at once', () => {
    expect(refused({ uri: 5, auth: options.auth, slowMs: -1, batchRows: 'x' })).toEqual(['uri', 'batchRows', 'slowMs'])
  })

  it('never show a secret', () => {
    const secret = fc.string({ minLength: 12 }).filter((text) => !/^[\sa-z]*$/iu.test(text))
    fc.assert(
      fc.property(secret, (text) => {
        const given = { uri: `bolt://u:${text}@h`, auth: { _tag: 'basic', username: 5, password: text }, pool: text }
        expect(JSON.stringify(checkOptions(given as unknown as Neo4jOptions))).not.toContain(
          JSON.stringify(text).slice(1, -1),
        )
      }),
    )
  })
})
