import { local } from '@chorale/adapter-local'
import { combine, start } from '@chorale/core'
import { valley, type ValleyInput } from '@chorale/core/cf14'
import { echoResolver } from '@chorale/core/testing'
import { samplingOf } from '../model/model-name.js'

/** A finished run in a store, answered by the echo, as the command would have left it: sooner than by a process. */
export const keepRun = async (directory: string, run: string, input: ValleyInput): Promise<void> => {
  const store = local({ directory })
  const params = { ...input, sampling: samplingOf({ _tag: 'local', id: 'echo' }) }
  const interpreter = combine(echoResolver(), store)
  await start(valley, params, { interpreter, journal: store, run, labels: { model: 'echo' } }).result()
  await store.close()
}
