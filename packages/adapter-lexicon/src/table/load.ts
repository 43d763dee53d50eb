import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { decodeTable } from './decode.js'
import type { Table } from './table.js'

/** The committed table; the same relative path from `src/table` and from `dist`, see {@link shippedTable}. */
const places = ['../data/lexicon.bin', '../../data/lexicon.bin']

/** Where the table of this package lies, whether it runs from its sources or from its build. */
export const shippedTable = (): readonly string[] =>
  places.map((place) => fileURLToPath(new URL(place, import.meta.url)))

/** Reads the first of the files that exists; the left side names what was tried and why it failed. The package's only use of the file system. */
export const loadTable = (paths: readonly string[]): Either<string, Table> =>
  pipe(
    paths.reduce<Either<string, Uint8Array>>(
      (found, path) =>
        E.isRight(found)
          ? found
          : E.tryCatch(
              () => readFileSync(path),
              (cause) => messageOf(cause),
            ),
      E.left('no path was given'),
    ),
    E.chain(decodeTable),
  )

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : 'the file could not be read')
