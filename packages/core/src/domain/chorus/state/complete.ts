import type { ChorusState } from './state.js'

/** Whether a loop has ended: completed, failed or cancelled. Spec chorus 2. */
export const isComplete = ({ status }: Pick<ChorusState, 'status'>): boolean =>
  status === 'completed' || status === 'failed' || status === 'cancelled'
