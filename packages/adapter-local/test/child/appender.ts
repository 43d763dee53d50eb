/** Appends to run `r` for ever, in groups of many sizes, and says after each acknowledgement how far it has come. Waits to be killed. */
import { local } from '../../src/index.js'
import { chained, right, said } from '../said.js'

const [directory = ''] = process.argv.slice(2)
const store = said(local({ directory, ballastBytes: 0 }))
await store.create()
const entries = chained(4000)
for (let next = right(await store.load()).record.next; next < entries.length;) {
  const group = entries.slice(next, next + 1 + (next % 9))
  next = right(await store.append(next, group)).next
  process.stdout.write(`${next}\n`)
}
