import { causesOf } from './read.js'
import { statusOf } from './failure-of.js'
import { wordsOf } from './words.js'

/** Parameters a call can do without: the answer is checked in any case. */
export type Parameter = 'temperature' | 'topP' | 'seed' | 'schema'

const names: readonly (readonly [Parameter, RegExp])[] = [
  ['topP', /\btop_?p\b/iu],
  ['temperature', /\btemperature\b/iu],
  ['seed', /\bseed\b/iu],
  ['schema', /response_?format|json_?schema|structured[ _]?output|output_(?:config|format)/iu],
]

/** The parameter a server refuses by name, so that the call can be made without it; undefined where it refuses something else. */
export const refusedParameter = (thrown: unknown): Parameter | undefined => {
  const causes = causesOf(thrown)
  const status = statusOf(causes)
  const words = wordsOf(causes).slice(0, 4_000)
  return status === 400 || status === 422 ? names.find(([, name]) => name.test(words))?.[0] : undefined
}
