/** Writes three nodes in a chain and then three points, over and over, and says after both how many there are. Waits to be killed. */
import { local } from '../../src/index.js'
import { right, said } from '../said.js'

const [directory = ''] = process.argv.slice(2)
const store = said(local({ directory, ballastBytes: 0 }))
right(await store.gather())
const ref = (i: number) => ({ label: 'Cell', id: String(i) })
// Where the one before died between nodes and points, its nodes are written once more: only the points say how far both have come.
for (let next = right(await store.count()).count; ; next += 3) {
  const three = [next, next + 1, next + 2]
  const links = three
    .filter((i) => i > 0)
    .map((i) => ({ type: 'LEADS_TO', from: ref(i - 1), to: ref(i), properties: {} }))
  right(
    await store.upsert(
      three.map((i) => ({ ...ref(i), properties: { i } })),
      links,
    ),
  )
  right(await store.put(three.map((i) => ({ id: String(i), vector: [1, i, 0], payload: { i } }))))
  process.stdout.write(`${next + 3}\n`)
}
