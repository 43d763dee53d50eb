import type { Json } from '@chorale/core/base'
import type { ChorusResponse, LoopLimits } from '@chorale/core/chorus'
import type { LoopEvent } from '@chorale/core/connection'

type Data = { readonly [name: string]: Json | undefined }

/** What a loop tells, as it goes over the wire: in snake_case, what is absent left out. */
export const loopEventOf = (response: ChorusResponse): LoopEvent => {
  const { _tag: type, ...told } = response
  return {
    ...{ loopId: response.loopId, thread: response.threadId, type },
    // A cast by construction: what a loop tells is plain data, and a record of it stays one.
    data: snakeCased(told) as Data,
    isLast: type === 'state_update' && ends.includes(response.status),
    isDroppable: response.status === 'delta',
  }
}

const ends: readonly string[] = ['completed', 'failed', 'cancelled']

/** The names of all members are the program's own: only they are spelled anew, values stay. */
const snakeCased = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(snakeCased)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return Object.fromEntries(members.map(([name, member]) => [snake(name), snakeCased(member)]))
}

const snake = (name: string): string => name.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`)

/** Limits that a client asks for, in the names of the program; whether they are in their ranges is for the loop to say. */
export const limitsIn = (wire: { readonly [name: string]: Json }): Partial<LoopLimits> =>
  Object.fromEntries(Object.entries(wire).map(([name, value]) => [camel(name), value]))

const camel = (name: string): string => name.replace(/_([a-z])/gu, (_all, letter: string) => letter.toUpperCase())
