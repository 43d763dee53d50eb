const run = 'packages/core/src/run'

/** Bugs in snapshots: what they leave out, and whether they are believed. */
export const snapshots = [
  {
    name: 'snapshot-without-what-is-out',
    file: `${run}/snapshot.ts`,
    find: 'outstanding: [...(at.outstanding ?? [])].map',
    replace: 'outstanding: [...(at.outstanding ?? [])].slice(1).map',
    why: 'after a resume the program waits for an effect of which nobody knows any more',
  },
  {
    name: 'snapshot-forgets-intents',
    file: `${run}/snapshot.ts`,
    find: 'open.get(key) ?? null]',
    replace: 'open.get(`${key} `) ?? null]',
    why: 'after a resume, what must not be repeated is repeated',
  },
  {
    name: 'snapshot-forgets-lost-money',
    file: `${run}/snapshot.ts`,
    find: '...{ paid, lost, activeMs',
    replace: '...{ paid, lost: { ...lost, attempts: 0, costMicroUsd: 0 }, activeMs',
    why: 'what dead workers may have paid no longer counts, and the budget is exceeded',
  },
  {
    name: 'snapshot-forgets-what-was-paid',
    file: `${run}/snapshot.ts`,
    find: 'params, state, inputs, reused, paid, lost, activeMs, at } = written',
    replace:
      'params, state, inputs, reused, lost, activeMs, at } = written\n  const paid = { ...written.paid, costMicroUsd: 0 }',
    why: 'each sitting has the whole budget for itself',
  },
  {
    name: 'snapshot-keeps-what-has-settled',
    file: `${run}/sitting.ts`,
    find: "if (task !== undefined && input?._tag === 'settled') at.outstanding?.delete(task.effect.key)",
    replace: '',
    why: 'answers that are kept are asked and paid again',
  },
  {
    name: 'snapshot-drops-what-was-withdrawn',
    file: `${run}/sitting.ts`,
    find: "if (task !== undefined && input?._tag === 'settled') at.outstanding?.delete",
    replace: 'if (task !== undefined) at.outstanding?.delete',
    why: 'what was taken back at a pause is never sent again',
  },
  {
    name: 'snapshot-misses-what-a-resume-found',
    file: `${run}/seat.ts`,
    find: 'new Map([...so.outstanding].map(([key, { effect }]) => [key, effect]))',
    replace: 'new Map([...so.outstanding].slice(0, 0).map(([key, { effect }]) => [key, effect]))',
    why: 'a run that is resumed twice forgets what was out before',
  },
]
