import { qdrant } from '../../src/index.js'
import { right, said } from '../said.js'

/** Counts the points of a collection once, and ends when nothing is left to do: the store is closed only where that is asked for. */
const [, , url = '', ending] = process.argv
const store = qdrant({ url })
process.stdout.write(JSON.stringify(right(await said(store)('vector/count', {}))))
if (ending === 'closed') await store.close()
