import {
  conflict,
  damaged,
  notFound,
  rejected,
  unsupported,
  type BadInput,
  type EffectError,
} from '@chorale/core/fault'

/** What was being done, and for whom: the part of a fault that is known before anything happens. */
export interface Scene {
  readonly doing: string
  readonly ids?: { readonly [name: string]: string }
}

/** There is no such run. */
export const unknownRun = (scene: Scene, run: string): EffectError =>
  notFound({ ...scene, because: `there is no run ${run}`, next: 'Create it first, or check its id.' })

/** The run exists already. */
export const taken = (scene: Scene, run: string): EffectError =>
  conflict({ ...scene, because: `run ${run} exists`, next: 'Choose another id.' })

/** The journal stands elsewhere: somebody else advanced it. */
export const fence = (scene: Scene, expected: number, found: number): EffectError =>
  conflict({
    ...scene,
    because: `expected sequence ${expected}, found ${found}`,
    next: 'Another worker advanced this run: read from there and decide anew.',
  })

/** An entry that says it stands elsewhere: it would be found as a broken chain one day. */
export const misplaced = (scene: Scene, said: number, next: number): EffectError =>
  rejected({
    ...scene,
    because: `an entry says sequence ${said} where ${next} comes next`,
    next: 'Number the entries from the expected sequence on, without a gap.',
  })

/** A snapshot of entries that are not there. */
export const beyond = (scene: Scene, next: number, found: number): EffectError =>
  conflict({
    ...scene,
    because: `it holds ${next} entries, the journal has ${found}`,
    next: 'Append the entries first, or load the run and decide anew.',
  })

/** The run that a page ended with was deleted since. */
export const gone = (scene: Scene, run: string): EffectError =>
  notFound({
    ...scene,
    because: `there is no run ${run} to go on behind`,
    next: 'It was deleted since: list again from the first page.',
    ids: { run },
  })

/** Numbers that nothing can be counted by. */
export const uncounted = ({ doing }: Scene, given: { readonly [name: string]: number }): EffectError =>
  rejected({
    doing,
    because: Object.entries(given)
      .map(([name, number]) => `${name} is ${number}`)
      .join(', '),
    next: 'Count in whole numbers from 0 on; a page of runs holds at least one.',
  })

/** Whether something can be counted by a number. */
export const isCount = (number: number, least: number): boolean => Number.isSafeInteger(number) && number >= least

/** What is stored of a run is not what was written; the sequence says where. */
export const damagedRun = (scene: Scene, sequence: number, because: string): EffectError =>
  damaged({
    ...scene,
    because: `${because} (at sequence ${sequence})`,
    next: 'Write nothing more to this run; keep a copy of the directory, then restore a backup or delete the run.',
    ids: { ...scene.ids, sequence: String(sequence) },
  })

/** What is stored is not what was written; no place inside of a run can be named. */
export const damagedStore = (scene: Scene, because: string): EffectError =>
  damaged({ ...scene, because, next: 'Keep a copy of the directory, then restore a backup.' })

/** A word that has no number in the schema. */
export const noSuchWord = (scene: Scene, member: string, word: string): EffectError =>
  rejected({ ...scene, because: `${member}: ${JSON.stringify(word)} is none of the port's words`, next: 'Correct it.' })

/** Options that were refused, told by the first effect that needs them. */
export const refusedOptions = (scene: Scene, bad: BadInput): EffectError =>
  rejected({ ...scene, because: bad.because, next: 'Correct the options of local().' })

/** A file that is not ours is never written to. */
export const foreignFile = (scene: Scene, path: string): EffectError =>
  rejected({
    ...scene,
    because: `${path} is not a store of Chorale`,
    next: 'Choose another directory, or move the file away; it was left as it is.',
  })

/** A store that a later version of this package has written. */
export const newerSchema = (scene: Scene, found: number, known: number): EffectError =>
  unsupported({
    ...scene,
    because: `the store has schema ${found}, this package knows ${known}`,
    next: 'Update @chorale/adapter-local; the store was left as it is.',
  })
