import { assign, createActor, enqueueActions, fromPromise, setup, toPromise } from 'xstate'
import * as promises from './promises.js'
import { work, type Worked } from './work.js'

interface Tally {
  readonly wanted: number
  readonly done: number
}

const base = setup({
  // Casts as XState's own idiom has them: types are named by a phantom value.
  types: { context: {} as Tally, input: {} as number, output: {} as number },
  actors: {
    work: fromPromise<Worked, number>(({ input }) => work(input)),
    all: fromPromise<number, number>(({ input }) => promises.fan(input)),
  },
})

const chainMachine = base.createMachine({
  context: ({ input }) => ({ wanted: input, done: 0 }),
  initial: 'working',
  states: {
    working: {
      invoke: {
        src: 'work',
        input: ({ context }) => context.done,
        onDone: {
          target: 'deciding',
          actions: assign({ done: ({ context, event }) => context.done + event.output.counted }),
        },
      },
    },
    deciding: {
      always: [{ guard: ({ context }) => context.done >= context.wanted, target: 'done' }, { target: 'working' }],
    },
    done: { type: 'final' },
  },
  output: ({ context }) => context.done,
})

const fanMachine = base.createMachine({
  context: ({ input }) => ({ wanted: input, done: 0 }),
  initial: 'working',
  states: {
    working: {
      entry: enqueueActions(({ context, enqueue }) => {
        for (let index = 0; index < context.wanted; index += 1)
          enqueue.spawnChild('work', { id: `work/${index}`, input: index })
      }),
      on: {
        // The event of a spawned actor that is done; its output is typed by nobody.
        'xstate.done.actor.*': {
          actions: assign({
            done: ({ context, event }) => context.done + (event as unknown as { output: Worked }).output.counted,
          }),
        },
      },
      always: { guard: ({ context }) => context.done >= context.wanted, target: 'done' },
    },
    done: { type: 'final' },
  },
  output: ({ context }) => context.done,
})

const oneActorMachine = base.createMachine({
  context: ({ input }) => ({ wanted: input, done: 0 }),
  initial: 'working',
  states: {
    working: {
      invoke: {
        src: 'all',
        input: ({ context }) => context.wanted,
        onDone: { target: 'done', actions: assign({ done: ({ event }) => event.output }) },
      },
    },
    done: { type: 'final' },
  },
  output: ({ context }) => context.done,
})

const run = (
  machine: typeof chainMachine | typeof fanMachine | typeof oneActorMachine,
  wanted: number,
): Promise<number> => {
  const actor = createActor(machine, { input: wanted })
  const output = toPromise(actor)
  actor.start()
  return output
}

/** A machine that invokes a promise actor, counts its output and enters the state again. */
export const chain = (wanted: number): Promise<number> => run(chainMachine, wanted)

/** A machine that spawns a promise actor for each effect and counts their done events: each effect is the machine's, as with us. */
export const fan = (wanted: number): Promise<number> => run(fanMachine, wanted)

/** A machine that invokes one promise actor for all: the cheap way, in which the machine sees one effect. */
export const fanInOne = (wanted: number): Promise<number> => run(oneActorMachine, wanted)
