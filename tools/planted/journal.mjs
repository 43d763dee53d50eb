const run = 'packages/core/src/run'

/** Bugs in writing and reading the journal: fences, acknowledgements, pages. */
export const journal = [
  {
    name: 'claim-not-written',
    file: `${run}/opening.ts`,
    find: "const claimed = await recorder.record([claim], 'running')",
    replace: 'const claimed = claim.at < 0 ? E.left(claim) : E.right({ next: 0, isFull: false })',
    why: 'two workers go on side by side until one of them happens to write',
  },
  {
    name: 'claim-not-unique',
    file: `${run}/entries.ts`,
    find: 'payload: JSON.stringify(sitting),',
    replace: "payload: 'null',",
    why: 'two workers that claim in the same millisecond both take the claim for theirs',
  },
  {
    name: 'conflict-taken-for-success',
    file: `${run}/record.ts`,
    find: 'if (handed === undefined || E.isLeft(answer)) return answer',
    replace: `if (handed === undefined) return answer
  if (E.isLeft(answer) && answer.left._tag === 'Conflict') answer = E.right({ next: next + handed.effect.entries.length })
  if (E.isLeft(answer)) return answer`,
    why: 'a worker that lost the run goes on sending',
  },
  {
    name: 'any-conflict-taken-for-our-own',
    file: `${run}/record.ts`,
    find: 'return E.isRight(loaded) && loaded.right.record.hash === then.head',
    replace: 'return E.isRight(loaded)',
    why: 'after a lost acknowledgement, the entries of another worker are taken for our own',
  },
  {
    name: 'lost-acknowledgement-taken-for-loss',
    file: `${run}/record.ts`,
    find: "if (isUncertain && fault._tag === 'Conflict') {",
    replace: "if (isUncertain && fault._tag === 'Damaged') {",
    why: 'a run ends although all of it was written',
  },
  {
    name: 'sequence-off-after-lost-acknowledgement',
    file: `${run}/record.ts`,
    find: '? E.right({ next: loaded.right.record.next })',
    replace: '? E.right({ next: loaded.right.record.next + 1 })',
    why: 'a lost acknowledgement ends the run',
  },
  {
    name: 'head-not-advanced',
    file: `${run}/record.ts`,
    find: '  desk.place = handed.then\n',
    replace: '  desk.place = { ...handed.then, head: place.head }\n',
    why: 'the chain of a journal breaks, and the run cannot be resumed',
  },
  {
    name: 'next-not-advanced',
    file: `${run}/record.ts`,
    find: '  desk.place = handed.then\n',
    replace: '  desk.place = { ...handed.then, next: place.next }\n',
    why: 'the second append is refused',
  },
  {
    name: 'refused-append-not-repeated',
    file: `${run}/record.ts`,
    find: 'const WAITS = [50, 200, 800] as const',
    replace: 'const WAITS: readonly number[] = []',
    why: 'one hiccup of the store ends the run',
  },
  {
    name: 'page-boundary-skipped',
    file: `${run}/reading.ts`,
    find: '    for (const entry of entries) {\n',
    replace: '    for (const entry of behind.next === 0 ? entries : entries.slice(1)) {\n',
    why: 'the first entry of every further page is forgotten on resume',
  },
  {
    name: 'started-again-on-resume',
    file: `${run}/start.ts`,
    find: 'if (isNew && params !== undefined) {',
    replace: 'if (params !== undefined) {',
    why: 'a resumed run begins anew in the middle of its journal',
  },
  {
    name: 'beginning-lost-with-its-worker',
    file: `${run}/opening.ts`,
    find: 'if (isNew && parts.params === undefined) return',
    replace: 'if (isNew) return',
    why: 'a worker that dies between creating a journal and its first entry makes the id unusable',
  },
  {
    name: 'cancelled-run-resumed',
    file: `${run}/opening.ts`,
    find: "!['running', 'waiting', 'paused'].includes(status)",
    replace: "!['running', 'waiting', 'paused', 'cancelled'].includes(status)",
    why: 'what was cancelled comes back to life',
  },
  {
    name: 'run-not-named',
    file: `${run}/fault.ts`,
    find: 'ids: { ...cause.ids, run },',
    replace: 'ids: { ...cause.ids },',
    why: 'the log does not say which run was lost to another worker',
  },
  {
    name: 'past-not-told',
    file: `${run}/start.ts`,
    find: '  tell(past)\n',
    replace: '',
    why: 'a resumed run does not show what it told before',
  },
]
