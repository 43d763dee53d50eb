import type { ChorusState } from '../state/state.js'
import { changed } from '../state/change-state.js'

/** A key, and the state in which it is used up. */
export interface Keyed {
  readonly key: string
  readonly state: ChorusState
}

/**
 * The next key of the place where a loop stands: `0/action/think/1`, and `0/yield/record/1/embed` where a stage asks for several. The last number
 * is the attempt; it never comes twice in a loop, so that a late answer is known as such. Spec chorus 3.
 */
export const nextKey = (state: ChorusState, suffix?: string): Keyed => {
  const { iteration, step, stage } = state
  return numbered(state, `${iteration}/${step}/${stage}`, suffix)
}

/** The key of the next attempt at what a key stands for. */
export const keyAgain = (state: ChorusState, key: string): Keyed => {
  const [iteration = '', step = '', stage = '', , ...suffix] = key.split('/')
  return numbered(state, `${iteration}/${step}/${stage}`, suffix.length === 0 ? undefined : suffix.join('/'))
}

const numbered = (state: ChorusState, place: string, suffix: string | undefined): Keyed => {
  const counted = suffix === undefined ? place : `${place}/${suffix}`
  const attempt = (state.issued[counted] ?? 0) + 1
  const key = suffix === undefined ? `${place}/${attempt}` : `${place}/${attempt}/${suffix}`
  return { key, state: changed(state, { issued: { ...state.issued, [counted]: attempt } }) }
}

/** The attempt that a key stands for. */
export const attemptOf = (key: string): number => Number(key.split('/')[3] ?? 0)
