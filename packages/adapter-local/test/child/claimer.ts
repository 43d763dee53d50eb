/** Claims one value after the other for a node of its own, whether or not somebody else was faster, and says in the end which it got. */
import { once } from 'node:events'
import * as E from 'fp-ts/lib/Either.js'
import { local } from '../../src/index.js'
import { right, said } from '../said.js'

const [directory = '', name = '', count = '0'] = process.argv.slice(2)
const opened = local({ directory, ballastBytes: 0 })
const store = said(opened)
right(await store.query())
process.stdout.write('ready\n')
await once(process.stdin, 'data')
const won: number[] = []
const lost: string[] = []
for (let i = 0; i < Number(count); i += 1) {
  const outcome = await store.upsert([{ label: 'Cell', id: `${name} ${i}`, properties: { text: `value ${i}` } }])
  if (E.isRight(outcome)) won.push(i)
  else lost.push(outcome.left._tag)
}
await opened.close()
process.stdout.write(`${JSON.stringify({ won, lost })}\n`)
process.exit()
