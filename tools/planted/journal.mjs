const run = 'packages/core/src/run'

/** Bugs in writing and reading the journal: fences, acknowledgements, pages. */
export const journal = [
  {
    name: 'claim-not-written',
    file: `${run}/opening.ts`,
    find: 'if (!isOver && recorder !== undefined) {',
    replace: 'if (isOver && recorder === undefined) {',
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
    find: 'if (E.isRight(taken)) return taken\n    if (isUncertain',
    replace: `if (E.isRight(taken) || taken.left._tag === 'Conflict')
      return E.isRight(taken) ? taken : E.right({ next: effect.expected + effect.entries.length })
    if (isUncertain`,
    why: 'a worker that lost the run goes on sending',
  },
  {
    name: 'any-conflict-taken-for-our-own',
    file: `${run}/record.ts`,
    find: 'return E.isRight(loaded) && loaded.right.record.hash === head',
    replace: 'return E.isRight(loaded)',
    why: 'after a lost acknowledgement, the entries of another worker are taken for our own',
  },
  {
    name: 'lost-acknowledgement-taken-for-loss',
    file: `${run}/record.ts`,
    find: "if (isUncertain && taken.left._tag === 'Conflict') {",
    replace: "if (isUncertain && taken.left._tag === 'Damaged') {",
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
    find: '        head = entries.at(-1)?.hash ?? head\n',
    replace: '',
    why: 'the chain of a journal breaks, and the run cannot be resumed',
  },
  {
    name: 'next-not-advanced',
    file: `${run}/record.ts`,
    find: '        next = taken.right.next\n',
    replace: '',
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
    find: 'const isNew = parts.params !== undefined\n',
    replace: 'const isNew = parts.params === null\n',
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
