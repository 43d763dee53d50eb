import * as E from 'fp-ts/lib/Either.js'
import { journal } from '../packages/adapter-memory/dist/index.js'
import type { Effect, Interpreter } from '../packages/core/dist/effect.js'
import { illegalInput, type Machine } from '../packages/core/dist/machine.js'
import { start } from '../packages/core/dist/run.js'
import { work, type Worked } from './work.js'

interface Work extends Effect<'bench/work', Worked> {
  readonly index: number
}

interface WorkTypes {
  readonly params: number
  readonly state: { readonly wanted: number; readonly done: number }
  readonly effect: Work
  readonly message: never
  readonly response: never
  readonly result: number
}

const ask = (index: number): Work => ({ _tag: 'bench/work', key: `work/${index}`, index })

/** A program that asks `first` at the start and, after each answer, what `after` says. */
const program = (
  name: string,
  first: (wanted: number) => readonly Work[],
  after: (state: WorkTypes['state']) => readonly Work[],
): Machine<WorkTypes> => ({
  name,
  version: 1,
  initial: { wanted: 0, done: 0 },
  step: (state, input) => {
    if (input._tag === 'started')
      return E.right({ state: { wanted: input.params, done: 0 }, responses: [], effects: first(input.params) })
    if (E.isLeft(input.outcome)) return E.left(illegalInput(`step ${name}`, input.outcome.left.because))
    const next = { wanted: state.wanted, done: state.done + input.outcome.right.counted }
    return E.right({ state: next, responses: [], effects: after(next) })
  },
  status: ({ wanted, done }) => (done < wanted || wanted === 0 ? 'running' : 'done'),
  result: ({ done }) => done,
})

const chainProgram = program(
  'bench-chain',
  () => [ask(0)],
  ({ wanted, done }) => (done < wanted ? [ask(done)] : []),
)

const fanProgram = program(
  'bench-fan',
  (wanted) => Array.from({ length: wanted }, (_, index) => ask(index)),
  () => [],
)

const interpreter: Interpreter<Work> = { 'bench/work': (effect) => () => work(effect.index).then(E.right) }

/** How a run is kept and bounded. */
export interface Running {
  readonly journal: 'none' | 'memory'
  /** Effects under way at once. */
  readonly concurrency: number
}

const run = async (
  machine: Machine<WorkTypes>,
  wanted: number,
  { journal: keeping, concurrency }: Running,
): Promise<number> => {
  const kept = keeping === 'memory' ? { journal: journal() } : {}
  const ending = await start(machine, wanted, { interpreter, concurrency, ...kept }).result()
  return ending.result
}

/** A machine that asks for the next effect when the one before has settled. */
export const chain = (wanted: number, running: Running): Promise<number> => run(chainProgram, wanted, running)

/** A machine that asks for all effects at once. */
export const fan = (wanted: number, running: Running): Promise<number> => run(fanProgram, wanted, running)
