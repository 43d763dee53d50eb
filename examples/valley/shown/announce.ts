import * as E from 'fp-ts/lib/Either.js'
import { valley } from '@chorale/core/cf14'
import { plan } from '@chorale/core/plan'
import type { RunRecord } from '@chorale/core/ports/journal'
import { outcomeOf } from './document.js'
import { commandOf, storeWords } from '../order/going-on.js'
import { unfinished, type Order } from '../order/order.js'
import type { Past } from '../store/past.js'
import { count } from '../say.js'
import { placeText, type Place } from '../store/store.js'
import { sumsOf } from '../store/sums.js'

/** Whether a run has come to an end. */
export const hasEnded = ({ status }: RunRecord): boolean => unfinished.every((open) => open !== status)

/** What is said before a run is walked: where it is kept, and how far it has come. */
export const announcement = async (run: string, order: Order, { past, place }: Where): Promise<string> => {
  const { existing } = order
  if (existing === undefined)
    return place._tag === 'memory'
      ? `Run ${run}, kept in memory: it is gone when this command ends.`
      : `Run ${run}, kept in ${placeText(place)}.`
  return hasEnded(existing) ? shownSentence(existing, place) : resumedSentence(existing, order, { past, place })
}

interface Where {
  readonly past: Past
  readonly place: Place
}

const shownSentence = ({ run, status }: RunRecord, place: Place): string => {
  // A cast after a check: it has ended.
  const { name } = outcomeOf(status as Parameters<typeof outcomeOf>[0])
  const shown = `Run ${run}, kept in ${placeText(place)}, has ended (${name}): it is shown, and no call is made.`
  return status === 'done'
    ? shown
    : `${shown}\nTo ask again only what was not answered: ${commandOf(['--from', run, ...storeWords(place)])}`
}

const resumedSentence = async ({ run }: RunRecord, { params }: Order, { past, place }: Where): Promise<string> => {
  const entries = await past.entries(run, 'inputs')
  const planned = plan(valley, params)
  const begin = `Resuming run ${run}, kept in ${placeText(place)}`
  // A journal that cannot be read or planned is told by who resumes it, with what to do.
  if (E.isLeft(entries) || E.isLeft(planned)) return `${begin}.`
  const { answered, failed, out } = sumsOf(entries.right)
  const { calls } = planned.right
  const left = `${failed > 0 ? 'at most ' : ''}${count(calls - answered)} to go`
  const lost = out === 0 ? '' : ` (${count(out)} were under way when it was left and are asked again)`
  return `${begin}: ${count(answered)} of ${count(calls)} calls answered, ${left}${lost}.`
}
