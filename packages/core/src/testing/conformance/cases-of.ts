import type { Case } from './case.js'
import type { Notes } from './notes.js'
import type { Trial } from './trial.js'
import type { Port } from './port.js'

/** A port spoken to in short by one case, and how it takes away what it has left in the store. */
export interface Spoken<Talk extends Notes> {
  readonly talk: Talk
  readonly cleanUp: () => Promise<void>
}

/** Makes cases of a port out of a sentence and what is said to the store. */
export const casesOf =
  <Talk extends Notes>(port: Port, speak: (trial: Trial) => Spoken<Talk>) =>
  (name: string, body: (talk: Talk) => Promise<void>, needs: NonNullable<Case['needs']> = []): Case => ({
    ...{ name, port, needs },
    check: async (trial) => {
      const { talk, cleanUp } = speak(trial)
      await body(talk).finally(cleanUp)
      return talk.found()
    },
  })
