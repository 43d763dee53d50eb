import { moving, unless, unlessCoAuthor, unlessOpen, type Drafted } from './draft.js'
import { finding, found, type ThreadFinding } from './fault.js'
import { accountText } from './ledger.js'
import { isTokens } from './limits.js'
import type { WorkingSet } from './model.js'
import type { TransferTokens } from './operation.js'

/** Whether a thread has a part in it; one between users has none. */
export const isOfThread = ({ from, to }: TransferTokens): boolean => from._tag === 'thread' || to._tag === 'thread'

/** Tokens from one balance to another, both in one. That there are enough of them is for the invariants to say. */
export const transferTokens = (set: WorkingSet, operation: TransferTokens): Drafted => {
  const { from, to, amount, at } = operation
  const { thread } = set
  const isAmount = isTokens(amount) && amount >= 1
  return unless(
    [
      ...againstOwner(set, operation),
      ...(isOfThread(operation) && thread !== null ? unlessOpen(thread) : []),
      ...found(
        !isAmount && finding('amount', 'STATE_INVALID_INPUT', 'wanted a whole number from 1 to 2^53-1'),
        accountText(from) === accountText(to) && finding('to', 'STATE_INVALID_INPUT', 'it is where they are already'),
      ),
    ],
    () => moving(set, [{ from, to, amount }], at),
  )
}

const againstOwner = ({ thread }: WorkingSet, { from, by }: TransferTokens): readonly ThreadFinding[] => {
  switch (from._tag) {
    case 'user':
      return found(from.key !== by && finding('by', 'NOT_AUTHORISED', 'these tokens are not theirs'))
    case 'thread':
      return thread === null ? [] : unlessCoAuthor(thread, by)
  }
}
