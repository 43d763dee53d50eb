import type { Context } from '@chorale/core/effect'

const never = new AbortController().signal

/** What a handler is told when it is asked outside of any run. */
export const contextOf = (run: string): Context => ({ run, attempt: 1, signal: never })
