/** What a client is told when something is not done; never a word of what was sent. Spec chorus 12. */
const refusals = {
  PROMPT_EMPTY: { message: 'The prompt is empty.', retryable: false },
  PROMPT_TOO_LONG: { message: 'The prompt is longer than is allowed.', retryable: false },
  BAD_MESSAGE: { message: 'The message cannot be read.', retryable: false },
  UNKNOWN_TYPE: { message: 'The type of the message is not known.', retryable: false },
  BAD_STATE: { message: 'The connection does not take this message now.', retryable: false },
  AUTH_REQUIRED: { message: 'Send connect first and wait for init.', retryable: false },
  AUTH_FAILED: { message: 'Authentication failed', retryable: false },
  THREAD_REQUIRED: { message: 'Name a thread, or open one with get_thread.', retryable: false },
  THREAD_NOT_FOUND: { message: 'Thread operation failed', retryable: false },
  NOT_AUTHORISED: { message: 'This is not allowed to the authenticated user.', retryable: false },
  LOOP_BUSY: { message: 'A loop runs on this thread; wait for its end, or cancel it.', retryable: true },
  LOOP_NOT_FOUND: { message: 'No such loop runs on this connection.', retryable: true },
  RATE_LIMITED: { message: 'Too many of these; try again later.', retryable: true },
  OVERLOADED: { message: 'Too many requests wait for their answer; try again later.', retryable: true },
  NETWORK_UNAVAILABLE: { message: 'Connection interrupted', retryable: true },
} as const

/** The codes this room gives by itself. */
export type RefusalCode = keyof typeof refusals

/** What is said of a code; `retryable` that the same message may be sent again later. */
export const refusalOf = (code: RefusalCode): { readonly message: string; readonly retryable: boolean } =>
  refusals[code]
