import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Interpreter } from '../../kit/effect/index.js'
import { unsupported, type EffectError } from '../../kit/fault/index.js'
import type { JournalEffect } from '../../ports/journal/index.js'
import type { Store } from './store.js'

/** What a simulated journal cannot do, as no run needs it. */
export const none = () => (): Promise<Either<EffectError, never>> =>
  Promise.resolve(
    E.left(
      unsupported({ doing: 'use a simulated journal', because: 'no run needs this', next: 'Report it as a bug.' }),
    ),
  )

/** A journal to which nothing happens: for looking at a run that is over. */
export const quiet = (store: Store): Interpreter<JournalEffect> => ({
  'journal/create': (effect) => () => Promise.resolve(store.create(effect)),
  'journal/append': (effect) => () => Promise.resolve(store.append(effect)),
  'journal/read': (effect) => () => Promise.resolve(store.read(effect)),
  'journal/load':
    ({ run }) =>
    () =>
      Promise.resolve(store.load(run)),
  'journal/list': none,
  'journal/snapshot': (effect) => () => Promise.resolve(store.keep(effect)),
  'journal/delete': none,
})
