import { describe, expect, it } from 'vitest'
import { normalise } from './index.js'

/** Every code point with the Unicode property White_Space. */
const whiteSpace = Array.from({ length: 0x3001 }, (_, point) => String.fromCodePoint(point)).filter((char) =>
  /\p{White_Space}/u.test(char),
)

const nameOf = (char: string): string => `U+${char.codePointAt(0)?.toString(16).padStart(4, '0').toUpperCase() ?? ''}`

describe('normalise', () => {
  it('turns each run of white space into one space and trims', () => {
    expect(normalise(' \t a \r\n\n b\u00a0\u3000c  ')).toBe('a b c')
  })

  it.each(whiteSpace.map((char) => [nameOf(char), char]))('takes %s for white space', (_name, char) => {
    expect(normalise(`${char}a${char}${char}b${char}`)).toBe('a b')
  })

  it('folds compatible forms as NFKC does', () => {
    expect(normalise('ﬁve ① Ａ ½ e\u0301')).toBe('five 1 A 1⁄2 é')
  })

  it('trims the space that a compatible form unfolds to', () => {
    expect(normalise('\u00a8a')).toBe('\u0308a')
  })

  it('leaves nothing of a text of white space', () => {
    expect(normalise(' \n\u2003\ufeff')).toBe('')
  })

  it('keeps case, punctuation and signs', () => {
    expect(normalise('Necessity (vs Contingency) * "x"!')).toBe('Necessity (vs Contingency) * "x"!')
  })
})
