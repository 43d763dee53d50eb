import { memory } from '../packages/adapter-memory/dist/index.js'
import { valley } from '../packages/core/dist/cf14.js'
import { combine, start } from '../packages/core/dist/index.js'
import { echoResolver } from '../packages/core/dist/testing.js'

/** Calls of the whole valley: what the spec's table adds up to. */
export const valleyCalls = 343

/** The whole valley with the echo resolver and a graph in memory; answers with the calls made. */
export const walk = async (journal: 'none' | 'memory'): Promise<number> => {
  const store = memory()
  const interpreter = combine(store, echoResolver())
  const kept = journal === 'memory' ? { journal: store } : {}
  const ending = await start(
    valley,
    { problem: 'How should a coastal town adapt to rising seas?' },
    { interpreter, ...kept },
  ).result()
  return ending.status === 'done' ? ending.result.totals.calls : 0
}
