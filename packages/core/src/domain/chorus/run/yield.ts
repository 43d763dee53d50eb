import { vectorsIn } from '../answer.js'
import { askEmbed, askLinks, put, taken } from '../asking/ask.js'
import type { Pending } from '../effect.js'
import { isFault, type Happening } from '../happening.js'
import type { Scene } from '../how.js'
import type { YieldOutput } from '../model.js'
import { nextKey } from '../asking/keys.js'
import { citedLinks, storing, textsToStore } from '../asking/records.js'
import { having, type ChorusStep } from '../step.js'
import { accept, marked } from './accept.js'
import { end } from './end.js'

/** The answer stands; what follows keeps it for later loops and cannot take it back. Spec chorus 5.6 (T12, T13). */
export const takeYield = (from: ChorusStep, happening: Happening, scene: Scene): ChorusStep => {
  if (happening._tag === 'recorded') return settled(from, happening, scene)
  if (isFault(happening)) return settled(from, { pending: happening.pending, answer: undefined }, scene)
  if (happening._tag !== 'answered') return from
  // A cast after a check: in this step an output is yield's.
  const output = happening.output as YieldOutput
  const accepted = accept(from, { step: 'yield', output, error: happening.error })
  return askEmbed(having(accepted, { stage: 'record', status: 'awaiting' }), scene.how, textsToStore(accepted.state))
}

interface Settled {
  readonly pending: Pending
  /** Undefined where it failed. */
  readonly answer: unknown
}

const settled = (from: ChorusStep, { pending, answer }: Settled, scene: Scene): ChorusStep => {
  const isGood = answer !== undefined
  const so = taken(having(isGood ? from : marked(from, 'yield'), { status: 'awaiting' }), pending)
  if (pending.effect._tag === 'model/embed') return store(so, vectorsIn(answer, pending.effect.texts.length), scene)
  const [next, ...then] = isGood ? pending.then : []
  if (next !== undefined) return put(so, { effect: next, tries: 0, streamed: 0, then })
  return so.state.pending.length > 0 ? so : end(having(so, { stage: 'settled' }), 'completed')
}

/** Stores prompt and answer, with what it cites. Without vectors the messages are kept all the same: the doctor makes their points. */
const store = (from: ChorusStep, vectors: readonly (readonly number[])[] | undefined, scene: Scene): ChorusStep => {
  const { key, state } = nextKey(from.state, 'store')
  const { write, then, isWhole } = storing(state, { key, vectors: vectors ?? [] }, scene)
  const stored = put({ ...from, state }, { effect: write, tries: 0, streamed: 0, then })
  const links = citedLinks(state, scene)
  const so = isWhole ? stored : marked(stored, 'yield')
  return links.length === 0 ? so : askLinks(so, links, 'links')
}
