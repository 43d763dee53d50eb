/** Appends one entry at each sequence in turn, whether or not somebody else was faster, and says in the end where it won. */
import { once } from 'node:events'
import * as E from 'fp-ts/lib/Either.js'
import { local } from '../../src/index.js'
import { chained, right, said } from '../said.js'

const [directory = '', name = '', count = '0'] = process.argv.slice(2)
const opened = local({ directory, ballastBytes: 0 })
const store = said(opened)
right(await store.load())
const entries = chained(Number(count), 'r', name)
process.stdout.write('ready\n')
await once(process.stdin, 'data')
const won: number[] = []
const lost: string[] = []
for (const entry of entries) {
  const outcome = await store.append(entry.sequence, [entry])
  if (E.isRight(outcome)) won.push(entry.sequence)
  else lost.push(`${outcome.left._tag} ${outcome.left.ids?.['run'] ?? ''}`)
}
await opened.close()
process.stdout.write(`${JSON.stringify({ won, lost })}\n`)
process.exit()
