/** A message of the host's on its way. */
export interface Outgoing {
  readonly id: string
  readonly type: string
  readonly thread: string | null
  readonly data: { readonly [name: string]: unknown }
}

/**
 * Messages that the server may not have yet. Behind each batch goes a ping; its pong says that all before it arrived, because a connection keeps
 * the order. Until then they are sent again, under the same ids, on every new connection: the server acts once on an id.
 */
export interface Outbox {
  readonly add: (message: Outgoing) => void
  /** What is to be sent on this connection, and the nonce of the ping behind it; null where there is nothing. */
  readonly batch: (connection: number) => { readonly messages: readonly Outgoing[]; readonly nonce: string } | null
  /** A pong came; false where its nonce is none of ours. */
  readonly confirm: (nonce: string) => boolean
  readonly size: () => number
}

interface Entry {
  readonly message: Outgoing
  /** The connection it was last sent on; 0 for none. */
  connection: number
  /** The first ping behind it; 0 for none. */
  receipt: number
}

/** {@link Outbox} Nonces begin with the mark, which tells them from those of another life of the same session. */
export const outbox = (mark: string): Outbox => {
  let entries: Entry[] = []
  let receipts = 0
  return {
    add: (message) => void entries.push({ message, connection: 0, receipt: 0 }),
    batch: (connection) => {
      const due = entries.filter((entry) => entry.connection !== connection)
      if (due.length === 0) return null
      receipts += 1
      for (const entry of due) {
        entry.connection = connection
        if (entry.receipt === 0) entry.receipt = receipts
      }
      return { messages: due.map(({ message }) => message), nonce: `${mark}.${receipts}` }
    },
    confirm: (nonce) => {
      const [from, count] = nonce.split('.')
      if (from !== mark) return false
      entries = entries.filter(({ receipt }) => receipt === 0 || receipt > Number(count))
      return true
    },
    size: () => entries.length,
  }
}
