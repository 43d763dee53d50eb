import {
  cancelled,
  conflict,
  damaged,
  notFound,
  rejected,
  unavailable,
  unsupported,
  type BadInput,
  type EffectError,
} from '@chorale/core/fault'
import type { Phase, Scene } from './scene.js'

/** Options that were refused. */
export const refusedOptions = (scene: Scene, { because }: BadInput): EffectError =>
  rejected({ ...scene, because: `the options are wrong: ${because}`, next: 'Correct what is named.' })

/** A server that is too old. */
export const oldServer = (scene: Scene, found: string, wanted: string): EffectError =>
  unsupported({
    ...scene,
    because: `the server is ${found}, and ${wanted} is the oldest that is supported`,
    next: 'Use a newer server.',
  })

/** The store was closed. */
export const closed = (scene: Scene): EffectError =>
  unavailable({ ...scene, because: 'the store was closed', next: 'Make a new one.', applied: 'no' })

/** Nobody waits any more. */
export const aborted = (scene: Scene, phase: Phase): EffectError =>
  cancelled({
    ...scene,
    because: 'the signal was aborted',
    next: 'Nothing, if that was meant.',
    applied: phase === 'committing' ? 'unknown' : 'no',
  })

/** A relationship without one of its ends. */
export const looseEnd = (
  scene: Scene,
  path: string,
  end: { readonly label: string; readonly id: string },
): EffectError =>
  rejected({
    ...scene,
    because: `${path}: there is no ${end.label} ${end.id}`,
    next: 'Write both ends of a relationship before it or with it.',
  })

/** An end that was there a moment ago. */
export const vanishedEnd = (scene: Scene): EffectError =>
  rejected({
    ...scene,
    because: 'another writer deleted an end of a relationship meanwhile',
    next: 'Write both ends of a relationship before it or with it.',
  })

/** A node that may only be written once. */
export const otherThere = (
  scene: Scene,
  node: { readonly label: string; readonly id: string },
  name: string,
): EffectError =>
  conflict({
    ...scene,
    because: `${node.label} ${node.id} is there with another ${name}`,
    next: 'What is there is never changed: write it under another id.',
  })

/** Two nodes that break a uniqueness. */
export const doubled = (scene: Scene, because: string): EffectError =>
  conflict({ ...scene, because, next: 'Mend these nodes first.' })

/** A schema from the future. */
export const newerSchema = (scene: Scene, schema: string, versions: { found: number; known: number }): EffectError =>
  rejected({
    ...scene,
    because: `the store has ${schema} in version ${versions.found}, and this code knows ${versions.known}`,
    next: 'Use a newer version of the program.',
  })

/** What was found is not what was written. */
export const damagedStore = (scene: Scene, because: string): EffectError =>
  damaged({ ...scene, because, next: 'Find out who else writes to the database, and restore a backup.' })

/** There is no such run. */
export const unknownRun = (scene: Scene, run: string): EffectError =>
  notFound({ ...scene, because: `there is no run ${run}`, next: 'Create it first, or check its id.', ids: { run } })

/** The run that a page of runs ended with is gone. */
export const gone = (scene: Scene, run: string): EffectError =>
  notFound({
    ...scene,
    because: `there is no run ${run} to go on behind`,
    next: 'It was deleted since: list again from the first page.',
    ids: { run },
  })

/** A run that exists already. */
export const taken = (scene: Scene, run: string): EffectError =>
  conflict({ ...scene, because: `run ${run} exists`, next: 'Choose another id.', ids: { run } })

/** The journal is elsewhere. */
export const fence = (scene: Scene, expected: number, found: number): EffectError =>
  conflict({
    ...scene,
    because: `expected sequence ${expected}, found ${found}`,
    next: 'Another worker advanced this run: read from there and decide anew.',
  })

/** An entry that says it stands elsewhere. */
export const misplaced = (scene: Scene, found: number | undefined, wanted: number): EffectError =>
  rejected({
    ...scene,
    because: `an entry says sequence ${found ?? 'nothing'} where ${wanted} comes next`,
    next: 'Number the entries from the expected sequence on, without a gap.',
  })

/** A snapshot of what is not there yet. */
export const beyond = (scene: Scene, next: number, found: number): EffectError =>
  conflict({
    ...scene,
    because: `it holds ${next} entries, the journal has ${found}`,
    next: 'Append the entries first, or load the run and decide anew.',
  })

/** Numbers that nothing can be counted by. */
export const uncounted = (scene: Scene, given: { readonly [name: string]: number }): EffectError =>
  rejected({
    ...scene,
    because: Object.entries(given)
      .map(([name, number]) => `${name} is ${number}`)
      .join(', '),
    next: 'Count in whole numbers from 0 on; a page of runs holds at least one.',
  })

/** Whether a number counts something, from a least one on. */
export const isCount = (number: number, least: number): boolean => Number.isSafeInteger(number) && number >= least
