import { join, resolve } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { checkOptions, type LocalOptions } from './config.js'

/** A cast on purpose: a host without types may pass anything. */
const checked = (options: unknown) => checkOptions(options as LocalOptions)

describe('options', () => {
  it('need a directory alone', () => {
    expect(checked({ directory: 'x' })).toEqual(
      E.right({
        ...{
          directory: resolve('x'),
          database: join(resolve('x'), 'chorale.db'),
          ballast: join(resolve('x'), 'ballast'),
        },
        ...{ ballastBytes: 8 * 1024 * 1024, busyMs: 5000 },
      }),
    )
  })

  it('may ask for no reserve and no patience', () => {
    expect(checked({ directory: 'x', ballastBytes: 0, busyMs: 0 })).toMatchObject({
      right: { ballastBytes: 0, busyMs: 0 },
    })
  })

  it.each<readonly [string, unknown, readonly string[]]>([
    ['nothing', undefined, ['directory']],
    ['an empty directory', { directory: '' }, ['directory']],
    ['a directory that is no text', { directory: 5 }, ['directory']],
    ['a directory with NUL in it', { directory: 'a\0b' }, ['directory']],
    ['a reserve below zero', { directory: 'x', ballastBytes: -1 }, ['ballastBytes']],
    ['a reserve of more than a gibibyte', { directory: 'x', ballastBytes: 2 ** 30 + 1 }, ['ballastBytes']],
    ['half a millisecond', { directory: 'x', busyMs: 0.5 }, ['busyMs']],
    ['a text for a number', { directory: 'x', busyMs: '5' }, ['busyMs']],
    ['all of it', { ballastBytes: NaN, busyMs: Infinity }, ['directory', 'ballastBytes', 'busyMs']],
  ])('are refused with a path to each fault: %s', (_what, options, paths) => {
    const refused = checked(options)
    expect(refused).toMatchObject({ left: { _tag: 'BadInput' } })
    expect(E.isLeft(refused) ? refused.left.findings.map(({ path }) => path) : []).toEqual(paths)
  })
})
