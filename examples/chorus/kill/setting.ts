import { setTimeout as after } from 'node:timers/promises'
import { local, type Store } from '@chorale/adapter-local'
import { chorus, phases } from '@chorale/core/chorus'
import type { Interpreter } from '@chorale/core/effect'
import type { Clock } from '@chorale/core/ports'
import type { Embed } from '@chorale/core/ports/model'
import { scripted } from '@chorale/core/testing/chorus'

const dimension = 64

/** The loop that is killed, as the host runs it. */
export const loop = chorus({ phases, memory: { dimension }, serviceKey: 'chorus' })

/** The place of a text among the messages: always the same, and there before anything was recorded. */
export const embedding: Interpreter<Embed> = { 'model/embed': scripted({ dimension })['model/embed'] }

/** The thread that all loops are asked in. */
export const thread = 't1'

/** A store as the host has it, without the reserve for a full disk: it is copied for every kill. */
export const storeIn = (directory: string): Store => local({ directory, ballastBytes: 0 })

/** Longer than every pause before another try, shorter than the time a loop has. */
const pausesMs = 100_000

/**
 * The time of all workers stands still, so that what a loop keeps of it is alike in all runs: a pause before another try takes some real
 * milliseconds, and the deadline does not come.
 */
export const stopped: Clock = {
  now: () => 1_767_225_600_000,
  wait: (ms) => (ms < pausesMs ? after(5) : new Promise(() => undefined)),
}
