import type { Ask, Clock, Wake } from '../ports/index.js'
import type { OpenAsk, OpenTimer } from './pause.js'
import type { Task } from './task.js'

/** Effects that the runner carries out itself: questions to a person, and timers. They cost nothing and may stay open for weeks. */
export interface Standing {
  /** Takes a task that is one of these. */
  readonly take: (task: Task) => boolean
  /** Asks a person whether to send a task again of which nobody knows whether it was applied. */
  readonly doubt: (task: Task) => void
  /** What asked them is in the journal: from now on the questions can be seen and answered. */
  readonly show: () => void
  /** The open question with a key, which is then no longer open. */
  readonly answered: (key: string) => Answered | undefined
  readonly asks: () => readonly OpenAsk[]
  readonly timers: () => readonly OpenTimer[]
  readonly isEmpty: () => boolean
}

/** A question that was answered; `isDoubt` where it was about a task's fate, not from the machine. */
export interface Answered {
  readonly task: Task
  readonly isDoubt: boolean
  readonly ask: OpenAsk
}

/** What may be answered where nobody knows whether an effect was applied. */
export const again = ['again', 'fail'] as const

/** Nothing stands open yet. `ring` is called when a timer goes off. */
export const standing = (clock: Clock, signal: AbortSignal, ring: (task: Task) => void): Standing => {
  const asks = new Map<string, Answered>()
  let hidden = new Map<string, Answered>()
  const timers = new Map<string, OpenTimer>()

  const wake = (task: Task, until: number): void => {
    const { key } = task.effect
    timers.set(key, { key, until })
    void clock.wait(Math.max(0, until - clock.now()), signal).then(() => {
      if (signal.aborted) return
      timers.delete(key)
      ring(task)
    })
  }
  return {
    take: (task) => {
      const { effect } = task
      // Casts after a check: the tag says what the effect holds.
      if (effect._tag === 'clock/wake') wake(task, (effect as Wake).until)
      else if (effect._tag === 'person/ask') {
        const { key, question, choices } = effect as Ask
        hidden.set(key, { task, isDoubt: false, ask: { key, question, choices } })
      } else return false
      return true
    },
    doubt: (task) => {
      const { key, _tag } = task.effect
      const question = `A worker died while ${_tag} ${key} was out: it may have been carried out and paid. Send it again?`
      hidden.set(key, { task, isDoubt: true, ask: { key, question, choices: again } })
    },
    show: () => {
      if (hidden.size === 0) return
      for (const [key, open] of hidden) asks.set(key, open)
      hidden = new Map()
    },
    answered: (key) => {
      const found = asks.get(key)
      asks.delete(key)
      return found
    },
    asks: () => [...asks.values()].map(({ ask }) => ask),
    timers: () => [...timers.values()],
    isEmpty: () => asks.size === 0 && hidden.size === 0 && timers.size === 0,
  }
}
