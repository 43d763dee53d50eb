import { afterEach, describe, expect, it, vi } from 'vitest'
import { numbersFrom } from '../tools/numbers.js'

const take = (...argv: readonly string[]) =>
  numbersFrom(argv, { command: 'load', usual: { sockets: 10, stalled: 2 }, orNone: ['stalled'] })

afterEach(() => vi.restoreAllMocks())

describe('numbers of a command', () => {
  it('are the usual ones unless given', () => {
    expect(take()).toEqual({ sockets: 10, stalled: 2 })
    expect(take('--sockets', '7', '--stalled=0')).toEqual({ sockets: 7, stalled: 0 })
  })

  it.each([
    ['x'],
    ['--sockets', 'x'],
    ['--sockets', '0'],
    ['--sockets', '-1'],
    ['--sockets', '1.5'],
    ['--sockets', '1000000'],
    ['--sockets'],
    ['--nonsense', '1'],
  ])('are refused with what is wanted: %s %s', (...argv) => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    expect(take(...argv)).toBeUndefined()
    expect(said.mock.calls).toEqual([
      ['Wanted: npm run load -- [--sockets N] [--stalled N], whole numbers of at most six digits.'],
    ])
  })
})
