import {
  messagesView,
  storage,
  type Operation,
  type StorageResult,
  type StorageTypes,
} from '../domain/chorus/store/index.js'
import type { Interpreter } from '../kit/effect/index.js'
import { start } from '../run/index.js'

/** The view that {@link chorusScript} is played on: its collection must be there, and empty. */
export const chorusScriptView = messagesView({ collection: 'c', dimension: 4 })

const { collection } = chorusScriptView
const noon = Date.parse('2026-01-01T12:00:00.000Z')
const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

const asked = (n: number) => ({ key: `operation/${n}`, at: noon + n * 1000, collection })

type Store = Extract<Operation, { readonly _tag: 'store' }>
type Search = Extract<Operation, { readonly _tag: 'search' }>

const store = (n: number, vector: readonly number[], more: Partial<Store> = {}): Store => ({
  ...{ ...asked(n), _tag: 'store', vector, duplicates: 'store' },
  message: {
    ...{ id: id(n), content: `Message ${n}.`, threadId: n % 2 === 0 ? 'even' : 'odd', author: `key-${n % 3}` },
    ...{ role: n % 3 === 0 ? 'assistant' : 'user', createdAt: new Date(noon + (n % 4) * 1000).toISOString() },
    ...{ audience: n === 5 ? 'odd' : 'public', ...(n % 3 === 0 ? { step: 'yield' } : {}) },
  },
  ...more,
})

const search = (n: number, vector: readonly number[], more: Partial<Search> = {}): Search => ({
  ...{ ...asked(n), _tag: 'search', vector },
  ...more,
})

/**
 * Operations in their order, refused ones among them, that every store must answer alike: the same ids in the same order, and similarities within
 * 1e-4. Spec chorus 15.23.
 */
export const chorusScript: readonly Operation[] = [
  search(0, [1, 0, 0, 0]),
  store(1, [1, 0, 0, 0]),
  store(2, [0.6, 0.8, 0, 0]),
  store(3, [0.6, -0.8, 0, 0]),
  store(4, [0, 1, 0, 0]),
  store(5, [0.5, 0.5, 0.5, 0.5]),
  store(6, [-1, 0, 0, 0]),
  store(7, [3, 4, 0, 1]),
  store(8, [0.6, 0, 0.8, 0]),
  // The same again, another content under its id, and what cannot be kept.
  store(9, [1, 0, 0, 0], { message: store(1, []).message }),
  store(10, [1, 0, 0, 0], { message: { ...store(1, []).message, content: 'Another content.' } }),
  store(11, [0, 0, 0, 0]),
  store(12, [1, 0]),
  store(13, [1, 0, 0, Number.NaN]),
  store(14, [1, 0, 0, 1], { message: { ...store(14, []).message, content: ' ' } }),
  store(15, [1, 0, 0, 1], { contentHash: 'of something else' }),
  // Duplicates.
  store(16, [2, 0, 0, 0], { duplicates: 'skip' }),
  store(17, [0, 0, 1, 0], { duplicates: 'skip' }),
  // Equal similarities are ordered by time, then id.
  search(18, [1, 0, 0, 0]),
  search(19, [1, 0, 0, 0], { limit: 3 }),
  search(20, [0, 1, 0, 0], { threshold: 0.5 }),
  search(21, [1, 1, 0, 0], { filters: [{ _tag: 'eq', name: 'thread_id', value: 'odd' }] }),
  search(22, [1, 1, 0, 0], { filters: [{ _tag: 'in', name: 'audience', values: ['public', 'even'] }] }),
  search(23, [1, 1, 0, 0], { filters: [{ _tag: 'not', name: 'role', value: 'user' }] }),
  search(24, [1, 1, 0, 0], {
    filters: [
      { _tag: 'eq', name: 'step', value: null },
      { _tag: 'in', name: 'author', values: ['key-1', 'key-2'] },
    ],
  }),
  search(25, [1, 1, 0, 0], { filters: [{ _tag: 'eq', name: 'content', value: 'x' }] }),
  search(26, [1, 1, 0, 0], { limit: 201 }),
  // Changes.
  { ...asked(27), _tag: 'update', id: id(4), patch: { role: 'system' }, expectedVersion: 1 },
  { ...asked(28), _tag: 'update', id: id(4), patch: { role: 'user' }, expectedVersion: 1 },
  { ...asked(29), _tag: 'update', id: id(6), patch: { content: 'Anew.' }, vector: [1, 0.1, 0, 0], expectedVersion: 1 },
  { ...asked(30), _tag: 'update', id: id(6), patch: { content: 'Without.' }, expectedVersion: 2 },
  { ...asked(31), _tag: 'update', id: id(6), patch: { author: 'key-9' }, expectedVersion: 2 },
  { ...asked(32), _tag: 'update', id: id(99), patch: {}, expectedVersion: 1 },
  search(33, [1, 0, 0, 0]),
  // Deletions.
  { ...asked(34), _tag: 'delete', id: id(1) },
  { ...asked(35), _tag: 'delete', id: id(1) },
  { ...asked(36), _tag: 'delete', id: id(99) },
  search(37, [1, 0, 0, 0]),
  store(38, [1, 0, 0, 0], { message: store(1, []).message }),
  { ...asked(39), _tag: 'update', id: id(1), patch: {}, expectedVersion: 1 },
  search(40, [0, 0, 1, 0], { filters: [{ _tag: 'eq', name: 'role', value: 'system' }] }),
]

/** Plays the script on stores, one operation after the other. */
export const playChorusScript = async (
  interpreter: Interpreter<StorageTypes['effect']>,
): Promise<readonly (StorageResult | null)[]> => {
  const results: (StorageResult | null)[] = []
  for (const operation of chorusScript) {
    const { result } = await start(storage, { view: chorusScriptView, operation }, { interpreter }).result()
    results.push(result)
  }
  return results
}

/**
 * Where results of the script differ from those of the model, by the keys of the operations: another end, other ids, another order, or a similarity
 * that is off by more than 1e-4. What a driver says beside its code is its own.
 */
export const chorusScriptDifferences = (
  expected: readonly (StorageResult | null)[],
  results: readonly (StorageResult | null)[],
): readonly string[] =>
  chorusScript.flatMap(({ key }, i) => (isAlike(expected[i] ?? null, results[i] ?? null) ? [] : [key]))

const isAlike = (expected: StorageResult | null, result: StorageResult | null): boolean => {
  const [wanted, got] = [similaritiesIn(expected), similaritiesIn(result)]
  return (
    text(expected) === text(result) &&
    wanted.length === got.length &&
    wanted.every((each, i) => Math.abs(each - (got[i] ?? Infinity)) <= 1e-4)
  )
}

const isSimilarity = (name: string): boolean => name === 'similarity' || name === 'maxSimilarity'

const text = (result: StorageResult | null): string =>
  JSON.stringify(result, (name, value: unknown) =>
    // A cause that is there on one side only is no difference.
    name === 'cause' ? undefined : isSimilarity(name) ? 0 : value,
  )

const similaritiesIn = (result: StorageResult | null): readonly number[] => {
  if (result?._tag !== 'Success') return []
  if (result.of === 'search') return result.data.map(({ similarity }) => similarity)
  if (result.of !== 'store' || !result.metadata.stored) return []
  return result.metadata.maxSimilarity === null ? [] : [result.metadata.maxSimilarity]
}
