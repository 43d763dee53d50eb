import type { Difference, Verified } from '@chorale/core/run'
import { differencesOf } from '@chorale/core/plan'
import { many } from '../say.js'

/** What a check has found, one sentence a line; the first difference with both sides. */
export const verifiedLines = (run: string, { entries, equal, difference, refused }: Verified): readonly string[] => {
  if (difference !== null)
    return [
      `Run ${run} and today's program differ at entry ${difference.sequence}, ${difference.key}; ${many(equal, 'effect')} before it are equal.`,
      ...sidesOf(difference),
    ]
  if (refused !== null)
    return [
      `Today's program refuses entry ${refused.sequence} of run ${run}: ${refused.because}.`,
      `${many(equal, 'effect')} before it are equal.`,
    ]
  return [`Run ${run} is whole: ${many(equal, 'effect')} equal, ${many(entries, 'entry', 'entries')} read.`]
}

const sidesOf = ({ then, now }: Difference): readonly string[] => {
  if (now === null) return [`  then: ${then.content ?? `sha256 ${then.digest}`}`, '  now:  nothing is asked there']
  if (then.content === null) return [`  then: sha256 ${then.digest}`, `  now:  sha256 ${now.digest}`]
  return differencesOf(then.content, now.content).flatMap(({ path, before, now: after }) => [
    `  ${path}`,
    `    then: ${before ?? 'nothing'}`,
    `    now:  ${after ?? 'nothing'}`,
  ])
}
