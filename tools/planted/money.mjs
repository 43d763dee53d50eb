const run = 'packages/core/src/run'

/** Bugs in the books: what is set aside, what is paid, what may have been paid. */
export const money = [
  {
    name: 'reservation-not-made',
    file: `${run}/spending.ts`,
    find: '      book = next.right\n',
    replace: '',
    why: 'calls side by side exceed the budget together',
  },
  {
    name: 'reserved-not-counted',
    file: 'packages/core/src/kit/budget/ledger.ts',
    find: 'wanted === null || !(spent + reserved + wanted <= allowed)',
    replace: 'wanted === null || !(spent + wanted <= allowed)',
    why: 'the same, one floor below',
  },
  {
    name: 'wanted-not-counted',
    file: 'packages/core/src/kit/budget/ledger.ts',
    find: 'wanted === null || !(spent + reserved + wanted <= allowed)',
    replace: 'wanted === null || !(spent + reserved < allowed)',
    why: 'the last call exceeds the budget',
  },
  {
    name: 'reservation-not-released',
    file: `${run}/spending.ts`,
    find: 'if (budget !== undefined) book = settle(book, reserved, paid)',
    replace: 'if (budget !== undefined) book = settle(book, nothingPaid, paid)',
    why: 'a run pauses for money although there is enough',
  },
  {
    name: 'exposure-not-counted-on-resume',
    file: `${run}/spending.ts`,
    find: 'reserved: setAside(lost, open.values())',
    replace: 'reserved: setAside(nothingPaid, [])',
    why: 'what dead workers may have paid is spent again',
  },
  {
    name: 'exposure-forgotten-when-sent-again',
    file: `${run}/replay.ts`,
    find: "if (entry.kind === 'sent' && open.sent !== undefined) so.lost = addPaid(so.lost, open.sent)",
    replace: '',
    why: 'of two sendings only the second is counted',
  },
  {
    name: 'exposure-forgotten-in-the-sitting',
    file: `${run}/spending.ts`,
    find: 'if (earlier !== undefined) lost = addPaid(lost, earlier)',
    replace: 'void earlier',
    why: 'the ending tells less than may have been paid',
  },
  {
    name: 'exposure-kept-after-the-outcome',
    file: `${run}/spending.ts`,
    find: '      open.delete(task.effect.key)\n',
    replace: '',
    why: 'the ending counts a call as paid and as exposed',
  },
  {
    name: 'unknown-outcome-books-nothing',
    file: `${run}/task.ts`,
    find: "return paid ?? (applied === 'no' ? { ...nothingPaid, attempts: 1 } : reserved)",
    replace: 'return paid ?? { ...nothingPaid, attempts: 1 }',
    why: 'a call that timed out counts as free although it was paid',
  },
  {
    name: 'unstated-price-books-nothing',
    file: `${run}/task.ts`,
    find: 'return statedBy(outcome.right) ?? reserved',
    replace: 'return statedBy(outcome.right) ?? { ...nothingPaid, attempts: 1 }',
    why: 'a host effect whose answer names no price counts as free',
  },
  {
    name: 'retries-count-as-one-call',
    file: `${run}/task.ts`,
    find: "return paid ?? (applied === 'no' ? { ...nothingPaid, attempts: 1 } : reserved)",
    replace: "return paid ?? (applied === 'no' ? { ...nothingPaid, attempts: 1 } : { ...reserved, attempts: 1 })",
    why: 'a limit in calls is exceeded by the retries of calls that failed',
  },
  {
    name: 'given-up-call-books-nothing',
    file: `${run}/spending.ts`,
    find: '      const reserved = open.get(task.effect.key) ?? task.reserved\n      const paid',
    replace: '      const reserved = task.reserved\n      const paid',
    why: 'giving up a call of a dead worker makes its price disappear',
  },
  {
    name: 'price-counted-twice-on-resume',
    file: `${run}/replay.ts`,
    find: 'if (entry.amount !== null) so.paid = addPaid(so.paid, entry.amount)',
    replace: 'if (entry.amount !== null) so.paid = addPaid(addPaid(so.paid, entry.amount), entry.amount)',
    why: 'a resumed run seems to have spent twice as much',
  },
  {
    name: 'booked-before-it-is-kept',
    file: `${run}/sitting.ts`,
    find: 'at.spending.recorded(task, paid ?? nothingPaid)',
    replace: 'if (input === undefined) at.spending.recorded(task, nothingPaid)',
    and: [
      {
        file: `${run}/sitting.ts`,
        find: 'at.inbox.put(settledArrival(at, task, { outcome, paid, source: null }))',
        replace: `at.inbox.put(settledArrival(at, task, { outcome, paid, source: null }))
  if (paid !== null) at.spending.recorded(task, paid)`,
      },
      {
        file: `${run}/sitting.ts`,
        find: 'at.inbox.put(settledArrival(at, task, { ...told, paid, source: null }))',
        replace: `at.inbox.put(settledArrival(at, task, { ...told, paid, source: null }))
  if (paid !== null) at.spending.recorded(task, paid)`,
      },
    ],
    why: 'an ending tells of payments that the journal does not hold',
  },
  {
    name: 'withdrawal-not-journaled',
    file: `${run}/sitting.ts`,
    find: "at.inbox.put({ at: now, input: undefined, task, paid: null, source: null, payload: 'null', recorded: undefined })",
    replace: 'at.inbox.wake()\n  void now',
    why: 'what was never sent counts as exposed for good',
  },
  {
    name: 'refused-call-not-put-back',
    file: `${run}/sitting.ts`,
    find: '  at.dispatcher.putBack(task)\n',
    replace: '',
    why: 'a pause for money does not name the call that is waiting for it',
  },
]
