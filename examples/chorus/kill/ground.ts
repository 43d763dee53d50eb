import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { paced } from '../pace.js'
import { carry } from './carry.js'
import { earlier, modelOf, type Victim } from './victims.js'
import { keptIn, type Kept } from './kept.js'
import { oneByOne, type Place } from './one-by-one.js'
import { storeIn } from './setting.js'
import { recorded } from './tape.js'
import type { Told } from './told.js'

/** The id of the loop that is killed. */
export const run = 'killed'

/** What all rounds stand on: the worker's program and a store with a memory, as both were before any loop was killed. */
export interface Ground {
  readonly root: string
  readonly program: string
  readonly memory: string
}

/** A loop that nobody disturbed. */
export interface Undisturbed {
  readonly tape: string
  readonly told: readonly Told[]
  readonly kept: Kept
  /** After each entry, and before each where the loop went on since the one before. */
  readonly places: readonly Place[]
}

/** Puts the worker together in one file, which starts in a fraction of the time, and asks what gives the thread a memory. */
export const groundIn = async (root: string): Promise<Ground> => {
  const [program, memory] = [join(root, 'worker.mjs'), join(root, 'memory')]
  await build({
    ...{ entryPoints: [fileURLToPath(new URL('worker.ts', import.meta.url))], outfile: program, bundle: true },
    ...{ format: 'esm', platform: 'node', target: 'node20', conditions: ['@chorale/source'], logLevel: 'error' },
    // The store looks for its driver from where it is itself.
    define: { 'import.meta.url': JSON.stringify(import.meta.resolve('@chorale/adapter-local')) },
  })
  const store = storeIn(memory)
  for (const [i, prompt] of earlier.entries()) {
    const how = { store, journal: store, chat: modelOf({ mishaps: new Map() }), say: () => undefined }
    await carry({ ...how, run: `earlier-${i}`, prompt, sitting: 'first' })
  }
  await store.close()
  return { root, program, memory }
}

/** Carries a loop on in this process, with nobody to disturb it, and records its model. */
export const undisturbed = async ({ root, memory }: Ground, victim: Victim): Promise<Undisturbed> => {
  const name = join(root, victim.name.replaceAll(' ', '-'))
  const [directory, tape] = [`${name}-undisturbed`, `${name}.tape`]
  cpSync(memory, directory, { recursive: true })
  const store = storeIn(directory)
  const told: Told[] = []
  const places: Place[] = []
  const { model, tape: taped } = recorded(modelOf(victim))
  const journal = oneByOne(store, ({ when, entry, hasGoneOn }) => {
    if (when === 'after' || hasGoneOn) places.push({ when, entry })
  })
  const how = { store, journal, chat: paced(model, 0), say: (line: Told) => void told.push(line) }
  await carry({ ...how, run, prompt: victim.prompt, sitting: 'undisturbed' })
  await store.close()
  writeFileSync(tape, JSON.stringify(taped()))
  return { tape, told, places, kept: await keptIn(directory, run) }
}
