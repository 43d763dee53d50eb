/** Why there is no server, and what to install so that there is one. */
export interface Missing {
  readonly _tag: 'Missing'
  /** What was looked for and what was found, as a sentence. */
  readonly reason: string
  /** What to do about it, as a sentence. */
  readonly install: string
}

/** A {@link Missing}. */
export const missing = (reason: string, install: string): Missing => ({ _tag: 'Missing', reason, install })

/** Both sentences in one line. */
export const sentenceOf = ({ reason, install }: Missing): string => `${reason} ${install}`
