/** What was being done, and which ids are concerned: the first half of every report. */
export interface Scene {
  readonly doing: string
  readonly ids?: { readonly [name: string]: string }
}

/** How far a call had come when it ended: only a commit that was sent and not acknowledged may have been applied. */
export type Phase = 'not sent' | 'sent' | 'committing'
