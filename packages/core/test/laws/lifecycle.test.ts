import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, it } from 'vitest'
import { lifecycle, type Moves } from '@chorale/core/machine'

const name = fc.oneof(fc.stringMatching(/^[a-z_]{1,8}$/), fc.constantFrom('constructor', 'tostring', 'valueof'))

const table: fc.Arbitrary<Moves> = fc
  .uniqueArray(name, { minLength: 1, maxLength: 6 })
  .chain((names) =>
    fc
      .array(fc.subarray(names), { minLength: names.length, maxLength: names.length })
      .map((targets) => Object.fromEntries(names.map((from, i) => [from, targets[i] ?? []]))),
  )

const mixedCase = (text: string, mask: number): string =>
  Array.from(text, (char, i) => ((mask >> i) & 1 ? char.toUpperCase() : char)).join('')

describe('a lifecycle', () => {
  it('accepts a pair of states exactly where its table holds it', () => {
    fc.assert(
      fc.property(table, (moves) => {
        const { check } = lifecycle(moves)
        return Object.keys(moves).every((from) =>
          Object.keys(moves).every((to) => {
            const found = check(from, to)
            return moves[from]?.includes(to) === true
              ? E.isRight(found) && found.right === to
              : E.isLeft(found) && found.left._tag === 'InvalidTransition'
          }),
        )
      }),
    )
  })

  it('answers the same whatever the case of the names', () => {
    fc.assert(
      fc.property(table, fc.nat(), fc.nat(), (moves, a, b) => {
        const names = Object.keys(moves)
        const from = names[a % names.length] ?? ''
        const to = names[b % names.length] ?? ''
        const { check } = lifecycle(moves)
        const [plain, mixed] = [check(from, to), check(mixedCase(from, a), mixedCase(to, b))]
        return JSON.stringify(plain) === JSON.stringify(mixed)
      }),
    )
  })

  it('does not know a state that its table does not hold', () => {
    fc.assert(
      fc.property(table, name, (moves, stranger) => {
        fc.pre(!Object.hasOwn(moves, stranger))
        const { check } = lifecycle(moves)
        return Object.keys(moves).every((known) =>
          [check(known, stranger), check(stranger, known)].every(
            (found) => E.isLeft(found) && found.left._tag === 'UnknownState' && found.left.name === stranger,
          ),
        )
      }),
    )
  })
})
