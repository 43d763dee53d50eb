import { mostHits, type Hit, type VectorSearch } from '../../../ports/vector/index.js'
import { limitOf, verifySearch } from './checks.js'
import { vectorFault } from './exec-store.js'
import { ask, countIn, end, hitsIn, type Move, type Scene } from './flow.js'
import { moreThan, thresholdOf } from './nearest-in.js'
import { failure, found, type Search } from './operation.js'
import { lookAtOutbox, overlaidHits, pendingQuery } from './overlay.js'
import { priorsOf } from './prior.js'
import { isLive } from './search.js'

/** Searches: hits, how many fit, and what waits in the outbox; more hits where too many could not be read. Spec chorus 9.3, Search. */
export const searchFlow = (scene: Scene<Search>): Move => {
  const { view, operation, stage, answers } = scene
  switch (stage) {
    case 'new': {
      const fault = vectorFault(operation.vector, view) ?? verifySearch(operation.filters ?? [], operation.limit)
      if (fault !== undefined) return end(failure(fault))
      return ask('look', searching(scene, 0, limitOf(operation.limit)), counting(scene), lookAtOutbox(view))
    }
    case 'look': {
      const pending = pendingQuery(view, answers)
      return pending === undefined ? told(scene) : ask('pending', pending)
    }
    case 'pending':
    case 'more':
    case 'vectors':
    case 'write':
    case 'carry':
    case 'clear':
    case 'links':
      return told(scene)
  }
}

const filterOf = ({ filters = [] }: Search) => [isLive, ...filters]

const searching = ({ view, operation }: Scene<Search>, round: number, limit: number): VectorSearch => {
  const threshold = thresholdOf(view.metric, operation.threshold)
  return {
    ...{ _tag: 'vector/search', key: `look/hits/${round}/${limit}`, collection: view.collection },
    ...{ vector: operation.vector, limit, filter: filterOf(operation) },
    ...(threshold === undefined ? {} : { threshold }),
  }
}

const counting = ({ view: { collection }, operation }: Scene<Search>) =>
  ({ _tag: 'vector/count', key: 'look/count', collection, filter: filterOf(operation) }) as const

const told = (scene: Scene<Search>): Move => {
  const { view, operation, answers } = scene
  const { round, limit, hits } = lastHits(scene)
  const wanted = limitOf(operation.limit)
  const { threshold } = operation
  const seeking = {
    ...{ vector: operation.vector, limit, filter: filterOf(operation) },
    ...(threshold === undefined ? {} : { threshold }),
  }
  const { priors, skipped } = priorsOf(overlaidHits(view, answers, { hits, seeking }))
  const more = moreThan({ limit, wanted }, { hits: hits.length, priors: priors.length })
  if (more !== undefined) return ask('more', searching(scene, round + 1, more))
  const total = Math.max(countIn(answers, 'look/count'), Math.min(priors.length, wanted))
  return end(found(priors.slice(0, wanted), { total, skipped, fromCache: false }))
}

/** The hits of the last round. */
const lastHits = ({
  answers,
}: Scene<Search>): { readonly round: number; readonly limit: number; readonly hits: readonly Hit[] } => {
  const rounds = Object.keys(answers)
    .map((key) => /^look\/hits\/(\d+)\/(\d+)$/u.exec(key))
    .flatMap((match) => (match === null ? [] : [{ round: Number(match[1]), limit: Number(match[2]), key: match[0] }]))
    .sort((a, b) => b.round - a.round)
  const [last = { round: 0, limit: mostHits, key: '' }] = rounds
  return { round: last.round, limit: last.limit, hits: hitsIn(answers, last.key) }
}
