/** What a port declares about one kind of effect: how its money and its repetition are to be treated. Architecture 1. */
export interface Terms {
  /** It costs: its intent is journaled before it is sent, and a budget is reserved for it. */
  readonly isPaid: boolean
  /** An equal question may be answered from another run: true for models, never for stores. */
  readonly isReusable: boolean
  /** It changes a store under the ids of its run: a fork does it again under its own. */
  readonly isWrite: boolean
  /** It may tell parts of its outcome before it settles (a stream): only a handler of such an effect is given somebody to tell them to. */
  readonly isTelling?: boolean
  /**
   * What to do when a worker died while it was out, so that nobody knows whether it was applied: send it again, leave it for a decision
   * (the run pauses), or ask a person (the run waits).
   */
  readonly whenUnknown: 'retry' | 'hold' | 'ask'
}

const model: Terms = { isPaid: true, isReusable: true, isWrite: false, whenUnknown: 'retry' }
/** By key: the same write twice changes nothing. */
const write: Terms = { isPaid: false, isReusable: false, isWrite: true, whenUnknown: 'retry' }
const read: Terms = { ...write, isWrite: false }

const known: { readonly [tag: string]: Terms } = {
  'model/generate': model,
  'model/embed': model,
  'model/chat': { ...model, isTelling: true },
  'graph/upsert': write,
  'graph/delete': write,
  'graph/migrate': write,
  'graph/query': read,
  'graph/relationships': read,
  'vector/collection': write,
  'vector/drop': write,
  'vector/upsert': write,
  'vector/payload': write,
  'vector/delete': write,
  'vector/get': read,
  'vector/search': read,
  'vector/scroll': read,
  'vector/count': read,
  'clock/wake': read,
  'person/ask': read,
}

/** Of an effect the host has made up, nothing is assumed: its intent is journaled, nobody listens to parts, and an unknown outcome is held. */
const unheardOf: Terms = { isPaid: true, isReusable: false, isWrite: false, whenUnknown: 'hold' }

/** The terms of a tag; a host states those of its own effects in the run's options. */
export const termsOf = (tag: string): Terms => (Object.hasOwn(known, tag) ? (known[tag] ?? unheardOf) : unheardOf)
