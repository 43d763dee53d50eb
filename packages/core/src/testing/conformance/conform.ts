import { thrownText } from '../../kit/fault/index.js'
import type { Case } from './case.js'
import type { Subject } from './subject.js'
import { begin } from './trial.js'

/** How one case ended: what was found wrong where it failed, the reason where it does not apply. */
export type CaseResult =
  | { readonly _tag: 'passed'; readonly case: Case }
  | { readonly _tag: 'failed'; readonly case: Case; readonly found: string }
  | { readonly _tag: 'skipped'; readonly case: Case; readonly because: string }

/** Runs cases on a store, one after the other, each opened for itself: one result for each, in their order. Nothing is thrown. */
export const conform = async (cases: readonly Case[], subject: Subject): Promise<readonly CaseResult[]> => {
  const results: CaseResult[] = []
  for (const each of cases) {
    const because = inapplicable(each, subject)
    if (because !== undefined) results.push({ _tag: 'skipped', case: each, because })
    else {
      const found = await foundBy(each, subject)
      results.push(found === undefined ? { _tag: 'passed', case: each } : { _tag: 'failed', case: each, found })
    }
  }
  return results
}

/** Why a case does not apply to a store, in words. */
export const inapplicable = (
  { port, needs = [] }: Case,
  { name, ports, capabilities }: Subject,
): string | undefined => {
  if (!ports.includes(port)) return `${name} does not answer the ${port} port`
  const lacking = needs.filter((each) => capabilities[each] !== true)
  return lacking.length === 0 ? undefined : `${name} is not ${lacking.join(', nor ')}`
}

/** Longer than any case takes on a slow server; a store that never answers must not stop the others. */
const patienceMs = 60_000

/** What a case finds wrong; a store that throws or does not answer is wrong too. */
export const foundBy = async (each: Case, subject: Subject): Promise<string | undefined> => {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no end after ${patienceMs / 1000} s`), patienceMs)
  })
  const found = await Promise.race([tooLong, tried(each, subject).catch((thrown: unknown) => thrownIn(thrown))])
  clearTimeout(timer)
  return found
}

const tried = async (each: Case, subject: Subject): Promise<string | undefined> => {
  const { trial, close } = await begin(subject, freshPrefix())
  const found = await each.check(trial).catch((thrown: unknown) => thrownIn(thrown))
  await close()
  return found
}

const thrownIn = (thrown: unknown): string => `it threw: ${thrownText(thrown)}`

const freshPrefix = (): string => `c${crypto.randomUUID().replaceAll('-', '').slice(0, 14)}`
