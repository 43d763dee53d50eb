/** What a model adapter can do; asked before a call, an absent one is `Unsupported`. */
export interface ModelCapabilities {
  /** Answers calls that carry a question (CF14 stages). */
  readonly questions: boolean
  /** Answers free prompts and `model/chat`. */
  readonly conversation: boolean
  /** Tells the text of a conversation while it is written, where the effect asks for `pieces`; without it the answer comes whole. */
  readonly streaming: boolean
  /** Answers `model/embed`. */
  readonly embedding: boolean
  /** The same call always gets the same answer, to the byte. */
  readonly deterministic: boolean
}
