import { canonical, type Json } from '../../kit/base/index.js'
import { pathOf } from '../../kit/fault/index.js'
import { hasMembers, memberOf, readPayload, type Members } from './payload.js'

/** What part of a question differs: for model calls by its path, for all other effects `content`. */
export type Part = 'input' | 'prompt' | 'model' | 'parameter' | 'contract' | 'content'

/** One place at which two questions differ. */
export interface Difference {
  /** E.g. `question.terms[0].text`; empty for the question as a whole. */
  readonly path: string
  readonly part: Part
  /** What was there, shortened round the first character that differs; null where nothing was. */
  readonly before: string | null
  readonly now: string | null
}

/**
 * Where two questions differ, as their canonical texts (see `contentOf`) say it; one that is not there differs as a whole, and two texts that are
 * not JSON are compared as texts.
 */
export const differencesOf = (before: string | undefined, now: string | undefined): readonly Difference[] => {
  if (before === now) return []
  const [old, young] = [valueIn(before), valueIn(now)]
  const isAsked = [old, young].some((value) =>
    ['model/generate', 'model/chat'].includes(String(memberOf(value, '_tag'))),
  )
  const found: Found[] = []
  compare(old, young, { keys: [], found })
  return found.map(({ keys, ...rest }) => ({
    path: pathOf(keys),
    part: isAsked ? partOf(keys) : 'content',
    ...shortened(rest.before, rest.now),
  }))
}

const valueIn = (text: string | undefined): unknown => (text === undefined ? undefined : (readPayload(text) ?? text))

interface Found {
  readonly keys: readonly (string | number)[]
  readonly before: unknown
  readonly now: unknown
}

/** Goes down as long as both sides have members of one kind. */
const compare = (
  before: unknown,
  now: unknown,
  place: { readonly keys: Found['keys']; readonly found: Found[] },
): void => {
  const { keys, found } = place
  if (before === now) return
  if (!hasMembers(before) || !hasMembers(now) || Array.isArray(before) !== Array.isArray(now)) {
    found.push({ keys, before, now })
    return
  }
  for (const name of namesOf(before, now))
    compare(ownOf(before, name), ownOf(now, name), { keys: [...keys, name], found })
}

/** The names of both, each once: indexes of lists in their order, names of objects in the order of their code units. */
const namesOf = (before: Members, now: Members): readonly string[] => {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])]
  return Array.isArray(before) ? names : names.sort()
}

const ownOf = (value: Members, name: string): unknown => (Object.hasOwn(value, name) ? value[name] : undefined)

const parts: { readonly [member: string]: Part } = {
  ...{ question: 'input', prompt: 'prompt', contract: 'contract' },
  ...{ messages: 'prompt', form: 'contract', delivery: 'parameter' },
}

const partOf = ([first = '', second]: Found['keys']): Part => {
  if (first === 'sampling') return second === 'model' ? 'model' : 'parameter'
  return Object.hasOwn(parts, first) ? (parts[first] ?? 'content') : 'content'
}

/** Characters of a value that are shown, and how many of them stand before the first that differs. */
const SHOWN = 160
const LEAD = 40

const shortened = (before: unknown, now: unknown): { readonly before: string | null; readonly now: string | null } => {
  const [a, b] = [textOf(before), textOf(now)]
  const from = Math.max(0, firstDifference(a ?? '', b ?? '') - LEAD)
  return { before: a === null ? null : excerpt(a, from), now: b === null ? null : excerpt(b, from) }
}

// A cast at the seam: what was read from JSON is JSON.
const textOf = (value: unknown): string | null =>
  value === undefined ? null : typeof value === 'string' ? value : canonical(value as Json)

const firstDifference = (a: string, b: string): number => {
  let place = 0
  while (place < a.length && a[place] === b[place]) place += 1
  return place
}

const excerpt = (text: string, from: number): string => {
  if (text.length <= SHOWN) return text
  const shown = text.slice(from, from + SHOWN).replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/gu, '')
  return `${from === 0 ? '' : '…'}${shown}${from + SHOWN < text.length ? '…' : ''}`
}
