/** What must hold of every run, whatever happens to it. */
export type Law =
  /** It ends with the result of a run to which nothing happens, and its journal replays to it. */
  | 'result'
  /** What the outside is paid never exceeds the limits, and the books never hold less than was paid. */
  | 'budget'
  /** What is answered is not asked again; a crash costs one more request of what was out, and no more. */
  | 'once'
  /** What must not be repeated is not repeated without a decision. */
  | 'held'
  /** Every answer and every timer reaches the program once, and the parts of an answer in order before it; nobody waits for ever. */
  | 'wake'
  /** One worker at a time advances a run; who lost it, or was stopped, sends nothing more. */
  | 'fence'
  /** Nothing is sent before its cause and its intent are in the journal. */
  | 'cause'
  /** The journal is gapless, each effect settles once, and the sums of an ending are those of the journal. */
  | 'books'

/** A law that does not hold, and how that showed. */
export interface Broken {
  readonly law: Law
  readonly because: string
}

/** Collects what is broken. */
export interface Judge {
  readonly broke: (law: Law, because: string) => void
  readonly broken: () => readonly Broken[]
}

/** Nothing is broken yet. */
export const judge = (): Judge => {
  const broken: Broken[] = []
  return { broke: (law, because) => void broken.push({ law, because }), broken: () => broken }
}
