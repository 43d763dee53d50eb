import type { Types } from '../../kit/machine/index.js'
import type { OpenAsk, Run } from '../../run/index.js'
import type { Stage } from './stage.js'
import { answer, decide, isAboutFate, type Question } from './words.js'
import { isAtWork, type Worker } from './worker.js'

/** The people of a world: they answer what they are asked, in their own time, and again where nobody confirmed it. */
export interface People {
  /** Sees which questions a worker has open. */
  readonly look: (worker: Worker) => void
  /** Sends a message to a run and remembers whether it was taken. */
  readonly tell: (worker: Worker) => void
  /** Looks, once all is over, whether what was confirmed was kept. */
  readonly close: () => void
}

/** People who have not been asked anything. */
export const people = (stage: Stage): People => {
  const asked = new Set<string>()
  const words = new Map<string, number>()
  const messages: Message[] = []
  const say = (question: Question, isSecond: boolean): void => {
    const { key } = question.ask
    const number = words.get(key) ?? 0
    words.set(key, number + 1)
    answer(stage, question, { by: `word ${number}`, isSecond })
  }
  const give = (question: Question): void => {
    const { ask, worker } = question
    if (isAboutFate(stage, ask.key)) {
      asked.delete(nameOf(worker, ask))
      return decide(stage, question)
    }
    const isTwice = stage.chance.surprise('word', `${ask.key}/${words.get(ask.key) ?? 0}`) === 'twice'
    say(question, false)
    if (isTwice) say(question, true)
  }
  const hear = (worker: Worker, run: Run<Types>): void => {
    for (const ask of run.asks()) {
      const name = nameOf(worker, ask)
      if (asked.has(name)) continue
      asked.add(name)
      if (!stage.witness.fates.has(ask.key))
        stage.judge.broke('cause', `worker ${worker.id} shows ${ask.key} before its cause is in the journal`)
      const delay = stage.chance.delay(`answer ${ask.key} to ${worker.id}`, 60)
      stage.timeline.after(
        delay,
        () => give({ worker, ask, run }),
        () => isAtWork(worker),
      )
    }
  }
  return {
    look: (worker) => {
      if (worker.run !== undefined) hear(worker, worker.run)
    },
    tell: (worker) => tell(stage, worker, messages),
    close: () => {
      for (const message of messages) checkMessage(stage, message)
    },
  }
}

const nameOf = ({ id }: Worker, { key }: OpenAsk): string => `${id} ${key}`

interface Message {
  readonly text: string
  /** It was confirmed. */
  isTaken: boolean
}

const tell = ({ world, note, timeline }: Stage, worker: Worker, messages: Message[]): void => {
  if (world.message === undefined || !isAtWork(worker)) return
  const told = world.message(messages.length)
  const message: Message = { text: JSON.stringify(told), isTaken: false }
  messages.push(message)
  note(`somebody tells worker ${worker.id} ${message.text}`)
  timeline.touch()
  worker.run?.tell(told).then(
    () => (message.isTaken = worker.isAlive),
    () => undefined,
  )
}

const checkMessage = ({ witness, judge }: Stage, { text, isTaken }: Message): void => {
  const times = witness.told.get(text) ?? 0
  if (times > 1 || (isTaken && times === 0)) judge.broke('wake', `${text} was told ${times} times`)
}
