import type { Approval, Message, PublicKey, Thread, Tokens } from './model.js'
import { shareOf, type Move } from './ledger.js'

/** Whether a message still waits for this person's vote. The thread has a say too: {@link canApproveMessage}. Spec chorus 10.2. */
export const canApprove = (message: Message, approver: PublicKey): boolean =>
  message.status === 'pending' && !message.approvals.some(({ coAuthor }) => coAuthor === approver)

/** Whether this person may vote on a message of this thread: as {@link canApprove}, a co-author and not its author, the thread open. Spec chorus 10.2. */
export const canApproveMessage = (thread: Thread, message: Message, approver: PublicKey): boolean =>
  canApprove(message, approver) &&
  message.threadId === thread.id &&
  thread.status === 'active' &&
  thread.coAuthors.includes(approver) &&
  approver !== message.author

/** How a vote ends. */
export type Outcome = 'approve' | 'reject' | 'split'

/** Whether every co-author but the author has voted. */
export const isVoteComplete = (approvals: readonly Approval[], coAuthors: readonly PublicKey[], author: PublicKey) => {
  const voters = new Set(approvals.map(({ coAuthor }) => coAuthor))
  return coAuthors.every((key) => key === author || voters.has(key))
}

/** What the votes say. Votes of those who have left since count. Spec chorus 10.3. */
export const outcomeOf = (
  approvals: readonly Approval[],
  coAuthors: readonly PublicKey[],
  author: PublicKey,
): Outcome => {
  if (approvals.length === 0) return 'reject'
  if (!isVoteComplete(approvals, coAuthors, author)) return 'split'
  const [first] = approvals
  if (approvals.some(({ decision }) => decision !== first?.decision)) return 'split'
  return first?.decision === 'approve' ? 'approve' : 'reject'
}

/** Where a stake goes. Spec chorus 10.3. */
export const payoutOf = (
  messageId: string,
  stake: Tokens,
  { outcome, approvals }: { readonly outcome: Outcome; readonly approvals: readonly Approval[] },
): readonly Move[] => {
  const from = { _tag: 'escrow', messageId } as const
  const approvers = approvals.filter(({ decision }) => decision === 'approve')
  switch (outcome) {
    case 'reject':
      return [{ from, to: { _tag: 'thread' }, amount: stake }]
    case 'split': {
      const amount = shareOf(stake, approvers.length, approvals.length)
      return [
        { from, to: { _tag: 'treasury' }, amount },
        { from, to: { _tag: 'thread' }, amount: stake - amount },
      ]
    }
    case 'approve': {
      const amount = shareOf(stake, 1, approvers.length)
      return [
        ...approvers.map(({ coAuthor: key }): Move => ({ from, to: { _tag: 'user', key }, amount })),
        { from, to: { _tag: 'thread' }, amount: stake - amount * approvers.length },
      ]
    }
  }
}
