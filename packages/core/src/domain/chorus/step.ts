import { changed } from './state/change-state.js'
import type { ChorusEffect } from './effect.js'
import type { ChorusResponse } from './model.js'
import type { ChorusState } from './state/state.js'

/** What one input has led to. The name of spec chorus 2. */
export interface ChorusStep {
  readonly state: ChorusState
  readonly responses: readonly ChorusResponse[]
  readonly effects: readonly ChorusEffect[]
}

/** A state to which nothing has happened yet. */
export const still = (state: ChorusState): ChorusStep => ({ state, responses: [], effects: [] })

/** The same step with some members of the state changed. */
export const having = ({ state, responses, effects }: ChorusStep, members: Partial<ChorusState>): ChorusStep => ({
  state: changed(state, members),
  responses,
  effects,
})
