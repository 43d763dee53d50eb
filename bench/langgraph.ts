import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { Annotation, END, MemorySaver, Send, START, StateGraph } from '@langchain/langgraph'
import { work } from './work.js'

// A task for each of 1,296 sends listens to one signal; Node would warn about every run.
setMaxListeners(0)

const Tally = Annotation.Root({
  wanted: Annotation<number>,
  done: Annotation<number>({ reducer: (a, b) => a + b, default: () => 0 }),
})
type Tally = typeof Tally.State

const chainGraph = new StateGraph(Tally)
  .addNode('work', async ({ done }: Tally) => ({ done: (await work(done)).counted }))
  .addEdge(START, 'work')
  .addConditionalEdges('work', ({ wanted, done }) => (done < wanted ? 'work' : END), ['work', END])

const fanGraph = new StateGraph(Tally)
  .addNode('work', async ({ index }: { readonly index: number }) => ({ done: (await work(index)).counted }))
  .addConditionalEdges(
    START,
    ({ wanted }) => Array.from({ length: wanted }, (_, index) => new Send('work', { index })),
    ['work'],
  )
  .addEdge('work', END)

/** How a graph is kept. */
export type Saving = 'none' | 'memory'

const saver = new MemorySaver()
const chains = { none: chainGraph.compile(), memory: chainGraph.compile({ checkpointer: saver }) }
const fans = { none: fanGraph.compile(), memory: fanGraph.compile({ checkpointer: saver }) }

const run = async (graph: typeof chains.none | typeof fans.none, wanted: number): Promise<number> => {
  const thread = randomUUID()
  const { done } = await graph.invoke({ wanted }, { recursionLimit: wanted + 10, configurable: { thread_id: thread } })
  // A saver keeps every checkpoint; without this the benchmark would measure its own history.
  await saver.deleteThread(thread)
  return done
}

/** A graph with one node and an edge back to it: a superstep for each effect. */
export const chain = (wanted: number, saving: Saving): Promise<number> => run(chains[saving], wanted)

/** A graph that sends a task for each effect into one superstep. */
export const fan = (wanted: number, saving: Saving): Promise<number> => run(fans[saving], wanted)
