import type { Budget } from '@chorale/core/budget'
import type { Args } from '../args.js'
import { modelText } from '../model/model-name.js'
import { usualPlace, type Place } from '../store/store.js'

/** The command that carries a run on, to be copied into a shell. What the run itself knows is left out. */
export const goingOn = (args: Args, run: string, budget: Budget = {}): string =>
  commandOf([
    ...['--run', run],
    ...storeWords(args.store),
    ...(args.modelUrl === undefined || args.model === undefined
      ? []
      : ['--model', modelText(args.model), '--model-url', args.modelUrl]),
    ...(args.replay === undefined ? [] : ['--replay', args.replay]),
    ...(args.record === undefined ? [] : ['--record', args.record]),
    ...(args.out === 'out' ? [] : ['--out', args.out]),
    ...(args.json ? ['--json'] : []),
    ...(budget.calls === undefined ? [] : ['--budget-calls', String(budget.calls)]),
    ...(budget.microUsd === undefined ? [] : ['--budget-usd', String(budget.microUsd / 1e6)]),
  ])

/** A command of the quickstart. */
export const commandOf = (words: readonly string[]): string => ['npm run quickstart --', ...words.map(quoted)].join(' ')

/** `--store` where it is not the usual one. */
export const storeWords = (place: Place): readonly string[] => {
  if (place._tag === 'memory') return ['--store', 'memory']
  return place.directory === (usualPlace._tag === 'local' ? usualPlace.directory : '')
    ? []
    : ['--store', `local:${place.directory}`]
}

const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)
