const run = 'packages/core/src/run'

/** Bugs in what an effect tells before it settles. */
export const parts = [
  {
    name: 'part-after-the-answer',
    file: `${run}/parts.ts`,
    find: 'close: () => {\n      isOpen = false',
    replace: 'close: () => {',
    why: 'a program hears more of an answer that it has got already',
  },
  {
    name: 'part-taken-for-the-answer',
    file: `${run}/replay.ts`,
    find: "if (entry.kind === 'settled') {\n    so.outstanding.delete(entry.about?.key ?? '')",
    replace: "so.outstanding.delete(entry.about?.key ?? '')\n  if (entry.kind === 'settled') {",
    why: 'a run that is resumed in the middle of a stream waits for its end for ever',
  },
  {
    name: 'snapshot-drops-what-streams',
    file: `${run}/sitting.ts`,
    find: "if (task !== undefined && input?._tag === 'settled') at.outstanding?.delete",
    replace: 'if (task !== undefined && input !== undefined) at.outstanding?.delete',
    why: 'the same, where it is resumed from a snapshot',
  },
  {
    name: 'parts-lost-at-a-pause',
    file: `${run}/sitting.ts`,
    find: 'if (isStopped(at)) return undefined',
    replace: 'if (isStopped(at) || at.pause !== undefined) return undefined',
    why: 'a text that is under way at a pause has holes',
  },
]
