import { Effect } from 'effect'
import { work } from './work.js'

const one = (index: number) => Effect.promise(() => work(index))

/** A loop in a generator, one yielded promise after another. */
export const chain = (wanted: number): Promise<number> =>
  Effect.runPromise(
    Effect.gen(function* () {
      let done = 0
      while (done < wanted) done += (yield* one(done)).counted
      return done
    }),
  )

/** `Effect.forEach` over all, a fiber each, as many at once as `concurrency` allows. */
export const fan = (wanted: number, concurrency: number | 'unbounded'): Promise<number> =>
  Effect.runPromise(
    Effect.forEach(
      Array.from({ length: wanted }, (_, index) => index),
      one,
      { concurrency },
    ).pipe(Effect.map((answers) => answers.reduce((sum, { counted }) => sum + counted, 0))),
  )
