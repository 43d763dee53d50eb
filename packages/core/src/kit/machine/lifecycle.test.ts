import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { lifecycle } from './index.js'

const door = lifecycle({ open: ['shut'], shut: ['open', 'locked'], locked: ['shut'] })

describe('a lifecycle', () => {
  it('moves to the target', () => {
    expect(door.move('open', 'shut')).toBe('shut')
    expect(door.move('shut', 'locked')).toBe('locked')
  })

  it('accepts what its table holds', () => {
    expect(door.check('shut', 'locked')).toEqual(E.right('locked'))
  })

  it('refuses what its table does not hold, with both names', () => {
    expect(door.check('open', 'locked')).toMatchObject({
      left: {
        _tag: 'InvalidTransition',
        from: 'open',
        to: 'locked',
        because: 'Invalid transition: open -> locked',
      },
    })
  })

  it('refuses to stay where it is unless the table says so', () => {
    expect(door.check('open', 'open')).toMatchObject({ left: { _tag: 'InvalidTransition' } })
    expect(lifecycle({ on: ['on'] }).check('on', 'on')).toEqual(E.right('on'))
  })

  it.each([
    ['ajar', 'open', 'ajar'],
    ['open', 'ajar', 'ajar'],
    ['ajar', 'broken', 'ajar'],
    ['', 'open', ''],
    ['constructor', 'open', 'constructor'],
    ['open', 'tostring', 'tostring'],
    ['__proto__', 'open', '__proto__'],
  ])('from %j to %j does not know %j', (from, to, name) => {
    expect(door.check(from, to)).toMatchObject({
      left: { _tag: 'UnknownState', because: `Unknown state: ${name}`, next: 'Use one of open, shut, locked.' },
    })
  })

  it('folds names in upper case', () => {
    expect(door.check('OPEN', 'Shut')).toEqual(E.right('shut'))
    expect(door.check('OPEN', 'Locked')).toMatchObject({ left: { from: 'open', to: 'locked' } })
  })

  it('gives its table to those who draw it', () => {
    expect(door.moves).toEqual({ open: ['shut'], shut: ['open', 'locked'], locked: ['shut'] })
  })
})
