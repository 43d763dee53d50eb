/** What a model adapter can do; asked before a call, an absent one is `Unsupported`. */
export interface ModelCapabilities {
  /** Answers calls that carry a question (CF14 stages). */
  readonly questions: boolean
  /** Answers free prompts. */
  readonly conversation: boolean
  /** Answers `model/embed`. */
  readonly embedding: boolean
  /** The same call always gets the same answer, to the byte. */
  readonly deterministic: boolean
}
