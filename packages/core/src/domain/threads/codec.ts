import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts/lib/index.js'
import { damaged, findingsOf, type EffectError } from '../../kit/fault/index.js'
import type { GraphNode, Properties } from '../../ports/graph/index.js'
import { approvals, hash, instant, keySet, orAbsent, tokens, version } from './column.js'
import type { Entity, Message, Thread, Treasury, User } from './model.js'

const base = { created_at: instant, updated_at: instant, version }

const threadNode = t.type({
  ...base,
  name: t.string,
  co_authors: keySet,
  message_ids: t.readonlyArray(t.string),
  token_balance: tokens,
  escrow: tokens,
  status: t.keyof({ active: null, closed: null }),
})

const messageNode = t.type({
  ...base,
  thread_id: t.string,
  content: t.string,
  content_hash: hash,
  author: t.string,
  role: t.keyof({ user: null, assistant: null, system: null }),
  step: orAbsent(t.string),
  approvals,
  status: t.keyof({ pending: null, approved: null, rejected: null }),
  stake: tokens,
  expires_at: orAbsent(instant),
  audience: t.string,
  deleted: orAbsent(t.literal(true)),
  token_value: tokens,
})

const userNode = t.type({ ...base, public_key: t.string, thread_ids: keySet, token_balance: tokens })
const treasuryNode = t.type({ ...base, token_balance: tokens })

const baseOf = ({ createdAt, updatedAt, version: number }: Entity) => ({
  ...{ created_at: createdAt, updated_at: updatedAt, version: number },
})

const stateOf = (id: string, node: t.TypeOf<t.TypeC<typeof base>>) => ({
  ...{ id, createdAt: node.created_at, updatedAt: node.updated_at, version: node.version },
})

/** A record's members as a store keeps them, its id apart. */
export const propertiesOf = (record: Entity): Properties => {
  switch (record._tag) {
    case 'Thread':
      return threadNode.encode({
        ...baseOf(record),
        ...{ name: record.name, co_authors: record.coAuthors, message_ids: record.messageIds },
        ...{ token_balance: record.tokenBalance, escrow: record.escrow, status: record.status },
      })
    case 'Message':
      return messageNode.encode({
        ...baseOf(record),
        ...{ thread_id: record.threadId, content: record.content, content_hash: record.contentHash },
        ...{ author: record.author, role: record.role, step: record.step, approvals: record.approvals },
        ...{ status: record.status, stake: record.stake, expires_at: record.expiresAt, audience: record.audience },
        ...{ deleted: record.deleted ? true : null, token_value: record.tokenValue },
      })
    case 'User':
      return userNode.encode({
        ...baseOf(record),
        ...{ public_key: record.publicKey, thread_ids: record.threadIds, token_balance: record.tokenBalance },
      })
    case 'Treasury':
      return treasuryNode.encode({ ...baseOf(record), token_balance: record.tokenBalance })
  }
}

/** A thread from its node; `Damaged` where it is not as this room writes it. */
export const readThread = (node: GraphNode): Either<EffectError, Thread> =>
  decoded(node, threadNode, (stored) => ({
    ...{ _tag: 'Thread', ...stateOf(node.id, stored), name: stored.name, coAuthors: stored.co_authors },
    ...{ messageIds: stored.message_ids, tokenBalance: stored.token_balance },
    ...{ escrow: stored.escrow, status: stored.status },
  }))

/** A message from its node; `Damaged` where it is not as this room writes it. */
export const readMessage = (node: GraphNode): Either<EffectError, Message> =>
  decoded(node, messageNode, (stored) => ({
    ...{ _tag: 'Message', ...stateOf(node.id, stored), threadId: stored.thread_id, content: stored.content },
    ...{ contentHash: stored.content_hash, author: stored.author, role: stored.role, step: stored.step },
    ...{ approvals: stored.approvals, status: stored.status, stake: stored.stake, expiresAt: stored.expires_at },
    ...{ audience: stored.audience, deleted: stored.deleted === true, tokenValue: stored.token_value },
  }))

/** A user from their node; `Damaged` where it is not as this room writes it. */
export const readUser = (node: GraphNode): Either<EffectError, User> =>
  decoded(node, userNode, (stored) => ({
    ...{ _tag: 'User', ...stateOf(node.id, stored), publicKey: stored.public_key },
    ...{ threadIds: stored.thread_ids, tokenBalance: stored.token_balance },
  }))

/** The treasury from its node; `Damaged` where it is not as this room writes it. */
export const readTreasury = (node: GraphNode): Either<EffectError, Treasury> =>
  decoded(node, treasuryNode, (stored) => ({
    ...{ _tag: 'Treasury', ...stateOf(node.id, stored), tokenBalance: stored.token_balance },
  }))

const decoded = <S, A>({ label, id, properties }: GraphNode, codec: t.Decoder<unknown, S>, make: (stored: S) => A) =>
  pipe(
    codec.decode(properties),
    E.map(make),
    E.mapLeft((errors): EffectError => {
      const findings = findingsOf(errors)
      return damaged({
        doing: `read ${label} ${id}`,
        because: findings.map(({ path, message }) => `${path}: ${message}`).join('; '),
        next: 'Find out what else writes to this store.',
        ids: { node: id },
      })
    }),
  )

/** Records from their nodes. */
export const read = { thread: readThread, message: readMessage, user: readUser, treasury: readTreasury } as const
