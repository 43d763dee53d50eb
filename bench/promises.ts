import { work } from './work.js'

/** The floor: one `await` after another, no library. */
export const chain = async (wanted: number): Promise<number> => {
  let done = 0
  while (done < wanted) done += (await work(done)).counted
  return done
}

/** The floor: all at once, no library, no bound. */
export const fan = async (wanted: number): Promise<number> => {
  const answers = await Promise.all(Array.from({ length: wanted }, (_, index) => work(index)))
  return answers.reduce((sum, { counted }) => sum + counted, 0)
}
