/** Exit codes, after sysexits.h where it has one. */
export const exit = { complete: 0, failed: 1, partial: 2, badUsage: 64, paused: 75, stopped: 130 } as const

/** Why the command does not go on: what to say, one sentence a line, and the exit code. */
export interface Refusal {
  readonly code: number
  readonly lines: readonly string[]
}

/** What was asked for cannot be done as it was asked. */
export const badUsage = (...lines: readonly string[]): Refusal => ({ code: exit.badUsage, lines })

/** It was asked well and went wrong. */
export const wentWrong = (...lines: readonly string[]): Refusal => ({ code: exit.failed, lines })
