/** Makes a store together with others, all at once, and creates a run of its own in it. */
import { once } from 'node:events'
import * as E from 'fp-ts/lib/Either.js'
import { local } from '../../src/index.js'
import { said } from '../said.js'

const [directory = '', name = ''] = process.argv.slice(2)
const store = local({ directory, ballastBytes: 100_000 })
process.stdout.write('ready\n')
await once(process.stdin, 'data')
const created = await said(store).create({ run: name })
await store.close()
process.stdout.write(E.isRight(created) ? 'created\n' : `${created.left._tag}: ${created.left.because}\n`)
process.exit()
