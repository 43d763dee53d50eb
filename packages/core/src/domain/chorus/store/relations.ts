import { compareText } from '../../../ports/index.js'
import type { Inconsistency } from './inconsistency.js'
import type { ThreadRecord } from './storage-state.js'

/** What the relations of a message are judged by. */
export interface MessagePlace {
  readonly threadId: string
  readonly createdAt: string
  /** A message that is found, one in quarantine, or what is left of one that was deleted. */
  readonly is: 'live' | 'quarantined' | 'tombstone'
}

/** Messages, threads and links as they were read. */
export interface Relations {
  readonly collection: string
  readonly messages: ReadonlyMap<string, MessagePlace>
  readonly threads: ReadonlyMap<string, Pick<ThreadRecord, 'messages'>>
  readonly links: ReadonlyMap<string, { readonly from: string; readonly to: string }>
}

/** What the relations get wrong, in no order. Spec chorus 9.4, relationships. */
export const relationFaults = ({ collection, messages, threads, links }: Relations): readonly Inconsistency[] => {
  const found: Inconsistency[] = []
  const listed = new Map<string, ReadonlySet<string>>()
  for (const [id, thread] of threads) {
    const list = new Set(thread.messages)
    listed.set(id, list)
    for (const at of list)
      if (messages.get(at)?.threadId !== id) found.push({ collection, kind: 'dangling_message_ref', id, at })
  }
  for (const [id, message] of messages) {
    if (message.is !== 'live') continue
    const list = listed.get(message.threadId)
    if (list === undefined) found.push({ collection, kind: 'dangling_thread_ref', id })
    else if (!list.has(id)) found.push({ collection, kind: 'unlisted_message', id })
  }
  for (const [id, { from, to }] of links)
    if (!isThere(messages, from) || !isThere(messages, to)) found.push({ collection, kind: 'dangling_link', id })
  return found
}

const isThere = (messages: Relations['messages'], id: string): boolean => {
  const is = messages.get(id)?.is
  return is === 'live' || is === 'quarantined'
}

/** What to take out of the lists of threads and what to put in, by thread. */
export const listMending = (
  { messages }: Relations,
  found: readonly Inconsistency[],
): ReadonlyMap<string, { readonly remove: ReadonlySet<string>; readonly insert: readonly string[] }> => {
  const mending = new Map<string, { readonly remove: Set<string>; readonly insert: string[] }>()
  const of = (thread: string) => {
    const there = mending.get(thread) ?? { remove: new Set<string>(), insert: [] }
    mending.set(thread, there)
    return there
  }
  for (const { kind, id, at = '' } of found) {
    const message = messages.get(kind === 'unlisted_message' ? id : at)
    if (kind === 'dangling_message_ref' && message?.threadId !== id) of(id).remove.add(at)
    if (kind === 'unlisted_message' && message?.is === 'live') of(message.threadId).insert.push(id)
  }
  return mending
}

/** A thread's list mended: without what is not its own, and with what was missing, put in by time, then id. */
export const mendedList = (
  messages: Relations['messages'],
  list: readonly string[],
  { remove, insert }: { readonly remove: ReadonlySet<string>; readonly insert: readonly string[] },
): readonly string[] => {
  const kept = list.filter((id) => !remove.has(id))
  const there = new Set(kept)
  const missing = [...new Set(insert)].filter((id) => !there.has(id)).sort(byAge(messages))
  if (missing.length === 0) return kept
  const mended: string[] = []
  let next = 0
  for (const id of kept) {
    for (; next < missing.length && byAge(messages)(missing[next] ?? '', id) < 0; next += 1)
      mended.push(missing[next] ?? '')
    mended.push(id)
  }
  return [...mended, ...missing.slice(next)]
}

const byAge =
  (messages: Relations['messages']) =>
  (a: string, b: string): number =>
    compareText(messages.get(a)?.createdAt ?? '', messages.get(b)?.createdAt ?? '') || compareText(a, b)
