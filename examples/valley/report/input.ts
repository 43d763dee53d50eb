import type { ValleyResult } from '@chorale/core/cf14'

/** A finished run, as the quickstart knows it. */
export interface ReportInput {
  readonly run: string
  readonly status: 'complete' | 'partial' | 'failed' | 'cancelled'
  /** As it was asked for: `lexicon`, `echo`, `openai:gpt-...`. */
  readonly model: string
  /** ISO 8601. */
  readonly startedAt: string
  readonly elapsedMs: number
  readonly result: ValleyResult
}
