import type { Types } from '../kit/machine/index.js'
import type { Arrival } from './inbox.js'
import type { Draft } from './record.js'
import type { Task } from './task.js'

/** The entry of something that happened. */
export const draftOf = <T extends Types>({ at, input, task, paid, source, payload }: Arrival<T>): Draft => ({
  at,
  kind: input?._tag ?? 'withdrawn',
  about: task?.mark ?? null,
  amount: paid,
  source,
  payload,
})

/** The intent to carry out a paid effect. */
export const sentDraft = (task: Task, at: number): Draft => ({
  at,
  kind: 'sent',
  about: task.mark ?? null,
  amount: task.reserved,
  source: null,
  payload: task.content,
})

/** Another worker takes over; the name of its sitting makes its claim unlike any other's. */
export const resumedDraft = (at: number, sitting: string): Draft => ({
  at,
  kind: 'resumed',
  about: null,
  amount: null,
  source: null,
  payload: JSON.stringify(sitting),
})
