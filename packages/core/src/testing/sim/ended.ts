import type { Types } from '../../kit/machine/index.js'
import type { Ending, RunError } from '../../run/index.js'
import { exceeded, isSame, moneyOf, paidText, plus } from './money.js'
import type { Stage } from './stage.js'
import type { Worker } from './worker.js'

/** What must hold of a worker that ended with a fault: who lost the run says so, and names it. */
export const checkLost = ({ judge, run }: Stage, { id, isLost }: Worker, error: RunError): void => {
  if (!isLost) return
  if (error._tag !== 'JournalFailed' || error.cause._tag !== 'Conflict')
    judge.broke('fence', `worker ${id} lost the run and ends with ${error._tag}`)
  else if (error.ids?.['run'] !== run) judge.broke('fence', `worker ${id} does not say which run it lost`)
}

/** What must hold of every ending: it says what the journal says. */
export const checkEnding = (stage: Stage, worker: Worker, ending: Ending<Types>): void => {
  const { judge, witness, store, run } = stage
  const { id, isLost } = worker
  const say = (because: string): void => judge.broke('books', `worker ${id} ends as ${ending.status} and ${because}`)
  if (isLost) judge.broke('fence', `worker ${id} was told that it lost the run and ends as ${ending.status}`)
  const status = store.record(run)?.status
  if (worker.isSuperseded) return
  if (status !== ending.status) say(`the journal says ${status ?? 'nothing'}`)
  if (ending.inputs !== witness.inputs()) say(`counts ${ending.inputs} inputs of ${witness.inputs()}`)
  if (ending.reused !== witness.reused()) say(`counts ${ending.reused} answers taken over of ${witness.reused()}`)
  if (JSON.stringify(ending.state) !== JSON.stringify(witness.state())) say('its state is not the fold of its journal')
  const { paid, exposed } = witness.books()
  const told = ending.spent
  if (!isSame(told.paid, paid)) say(`tells ${paidText(told.paid)} paid of ${paidText(paid)}`)
  if (!isSame(told.exposed, exposed)) say(`tells ${paidText(told.exposed)} exposed of ${paidText(exposed)}`)
  checkIntents(stage, worker)
  checkOpen(stage, worker, ending)
  checkPause(stage, worker, ending)
}

/** What it says to wait for is what the program asked for and has not got. */
const checkOpen = ({ judge, witness }: Stage, { id }: Worker, { asks, timers, status }: Ending<Types>): void => {
  if (status !== 'waiting') return
  const open = [...witness.fates.values()].filter(({ settled }) => settled === undefined)
  const listed = new Set([...asks, ...timers].map(({ key }) => key))
  for (const { effect } of open)
    if (!listed.has(effect.key)) judge.broke('wake', `worker ${id} waits and does not name ${effect.key}`)
  for (const key of listed)
    if (!open.some(({ effect }) => effect.key === key))
      judge.broke('wake', `worker ${id} waits for ${key}, which has settled`)
}

/** Who leaves in good order takes back what it did not send. */
const checkIntents = ({ judge, witness }: Stage, { id, calls }: Worker): void => {
  for (const { effect, intents, reserved } of witness.fates.values())
    if (reserved !== undefined && (intents.get(id) ?? 0) > (calls.get(effect.key) ?? 0))
      judge.broke('books', `worker ${id} leaves an intent to send ${effect.key}, which it did not send`)
}

/** A pause for money must be true: what it lists does not fit into what is left. */
const checkPause = ({ judge, witness }: Stage, { id, limits }: Worker, { pause }: Ending<Types>): void => {
  if (pause?._tag !== 'OverBudget') return
  const listed = new Set(pause.unpaid.map(({ key }) => key))
  for (const { effect, terms, settled, reserved } of witness.fates.values())
    if (terms.isPaid && settled === undefined && reserved === undefined && !listed.has(effect.key))
      judge.broke('budget', `worker ${id} pauses for money and does not say that ${effect.key} waits for it`)
  if (!('limit' in pause.shortfall) || pause.shortfall.limit === 'ms') return
  const { paid, exposed } = witness.books()
  const held = plus(moneyOf(paid), moneyOf(exposed))
  const fits = pause.unpaid.filter(({ worst }) => exceeded(plus(held, moneyOf(worst)), limits) === undefined)
  if (fits.length > 0 && fits.length === pause.unpaid.length)
    judge.broke(
      'budget',
      `worker ${id} pauses for money, and all it lists would fit: ${fits.map(({ key }) => key).join(', ')}`,
    )
}
