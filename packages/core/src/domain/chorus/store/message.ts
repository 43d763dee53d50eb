import { contentHash, defined } from '../../../kit/base/index.js'
import type { NodeWrite } from '../../../ports/graph/index.js'
import type { Prior, Step } from '../model.js'
import { messageLabel } from './labels.js'

/** A message as memory keeps it. */
export interface StoredMessage {
  /** A UUID. */
  readonly id: string
  readonly content: string
  readonly threadId: string
  /** The author's public key, or the service key of a loop. */
  readonly author: string
  readonly role: Prior['role']
  readonly step?: Step
  /** ISO 8601. */
  readonly createdAt: string
  /** ISO 8601: when it was created, unless given. */
  readonly updatedAt?: string
  /** 1 unless given. */
  readonly version?: number
  /** Who may find it: `public`, or the id of the thread whose members may. */
  readonly audience: string
  /** 0 unless given. */
  readonly tokenValue?: number
}

/** A message as a node. One that is there with the same content is left as it is; with another, the whole write is a `Conflict`. Spec chorus 9.3. */
export const messageNode = (message: StoredMessage): NodeWrite => ({
  existing: { _tag: 'equal', on: ['content_hash'] },
  id: message.id,
  label: messageLabel,
  properties: messageProperties(message),
})

/**
 * The properties of a message, in the names of stores. What memory stores was decided before, or needs no vote: threads reads it as approved.
 * They stand in the order of their code units, so that they are digested without sorting. Spec chorus 10.3.
 */
const messageProperties = (message: StoredMessage) =>
  defined({
    approvals: '[]',
    audience: message.audience,
    author: message.author,
    content: message.content,
    content_hash: contentHash(message.content),
    created_at: message.createdAt,
    role: message.role,
    stake: 0,
    status: 'approved',
    step: message.step,
    thread_id: message.threadId,
    token_value: message.tokenValue ?? 0,
    updated_at: message.updatedAt ?? message.createdAt,
    version: message.version ?? 1,
  })
