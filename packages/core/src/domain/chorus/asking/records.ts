import { toIso, uuidV5 } from '../../../kit/base/index.js'
import type { DBOperation } from '../effect.js'
import { viewOf, type Scene } from '../how.js'
import type { ObservationOutput } from '../model.js'
import type { ChorusState } from '../state/state.js'
import { chunksOf, meanOf, storeEffects, type SemanticLink, type StoredMessage } from '../store/index.js'

/** UUID v5 of `urn:chorale:chorus-message` in the namespace of URLs. */
const namespace = '1782b5a6-add2-5e07-b542-de0d1844ce96'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u

/** The ids of the two messages that a loop stores: the same in every replay. */
export const messageIds = ({ loopId, origin }: Pick<ChorusState, 'loopId' | 'origin'>) => {
  const given = origin.promptMessageId
  const prompt = given !== undefined && uuid.test(given) ? given : uuidV5(given ?? `${loopId}/prompt`, namespace)
  return { prompt, answer: uuidV5(`${loopId}/answer`, namespace) }
}

/** The relations that observation saw, from the answer to come to priors that are known. Spec chorus 5.4. */
export const observedLinks = (
  state: ChorusState,
  { semanticLinks }: ObservationOutput,
  { now }: Scene,
): readonly SemanticLink[] => {
  const from = messageIds(state).answer
  return semanticLinks
    .filter(({ toPrior }) => toPrior !== from && isKnown(state, toPrior))
    .map(({ toPrior: to, relation, strength }) => ({
      ...{ from, to, relation, createdAt: toIso(now) },
      strength: Math.min(1, Math.max(0, strength)),
    }))
}

/** What the answer cites. Spec chorus 5.6. */
export const citedLinks = (state: ChorusState, { now }: Scene): readonly SemanticLink[] => {
  const from = messageIds(state).answer
  const cited = new Set((state.outputs.yield?.citations ?? []).map(({ priorId }) => priorId))
  return [...cited]
    .filter((to) => to !== from && isKnown(state, to))
    .map((to) => ({ from, to, relation: 'cites', strength: 1, createdAt: toIso(now) }))
}

const isKnown = ({ priors }: ChorusState, id: string): boolean => priors.some((prior) => prior.id === id)

/** The texts whose places are wanted: those of the prompt, then those of the answer. */
export const textsToStore = (state: ChorusState): readonly string[] => [
  ...chunksOf(state.prompt),
  ...chunksOf(answerOf(state)),
]

const answerOf = ({ outputs }: ChorusState): string => outputs.yield?.finalResponse ?? ''

/** What stores prompt and answer. */
export interface Records {
  readonly write: DBOperation
  readonly then: readonly DBOperation[]
  /** Both have a vector. */
  readonly isWhole: boolean
}

/** Prompt and answer as messages of the thread, with their vectors where there are any. Spec chorus 5.6. */
export const storing = (
  state: ChorusState,
  { key, vectors }: { readonly key: string; readonly vectors: readonly (readonly number[])[] },
  scene: Scene,
): Records => {
  const ofPrompt = chunksOf(state.prompt).length
  const [prompt, answer] = messagesOf(state, scene)
  const pairs = [
    { message: prompt, vector: meanOf(vectors.slice(0, ofPrompt)) },
    { message: answer, vector: meanOf(vectors.slice(ofPrompt)) },
  ]
  const placed = pairs.flatMap(({ message, vector }) => (vector === undefined ? [] : [{ message, vector }]))
  const alone = pairs.flatMap(({ message, vector }) => (vector === undefined ? [message] : []))
  const { write, carry, clear } = storeEffects({
    ...{ key, view: viewOf(scene.how), vectors: placed.map(({ vector }) => vector) },
    // Those that have a vector come first: each message's stands at its place.
    messages: [...placed.map(({ message }) => message), ...alone],
  })
  return { write, then: placed.length === 0 ? [] : [carry, clear], isWhole: alone.length === 0 }
}

const messagesOf = (state: ChorusState, { how, now }: Scene): readonly [StoredMessage, StoredMessage] => {
  const { threadId, origin, prompt, startedAt } = state
  const ids = messageIds(state)
  const shared = { threadId, audience: origin.audience === 'public' ? 'public' : threadId }
  return [
    {
      ...{ ...shared, id: ids.prompt, content: prompt },
      ...{ author: origin.userKey, role: 'user', createdAt: toIso(startedAt) },
    },
    {
      ...{ ...shared, id: ids.answer, content: answerOf(state) },
      ...{ author: how.serviceKey, role: 'assistant', step: 'yield', createdAt: toIso(now) },
    },
  ]
}
