import type { EffectError } from '@chorale/core/fault'
import { badUsage, wentWrong, type Refusal } from '../exit.js'
import { placeText, type Place } from './store.js'

/** A store that does not answer as it should: a place that cannot be one is bad usage, all else has gone wrong. */
export const storeFault = (place: Place, { _tag, doing, because, next }: EffectError): Refusal => {
  const said = `The store ${placeText(place)} cannot ${doing}: ${because}. ${next}`
  return _tag === 'Denied' || _tag === 'Rejected' || _tag === 'Unsupported' ? badUsage(said) : wentWrong(said)
}
