import { uuidV5 } from '../../../kit/base/index.js'

/** The ids of this room are named in this namespace, so that the same session makes the same ids again. */
const namespace = '3d0a6d1e-58b4-5f0b-9c55-6f1b0e8f7a21'

/** An id that follows from what it is for. */
export const idOf = (name: string): string => uuidV5(name, namespace)

/** What all message ids of a session begin with: made once, because a broadcast has as many ids to make as receivers. */
export const idRootOf = (sessionId: string): string => idOf(sessionId).slice(0, -12)

/** The id of a message: its number stands at the end of it. */
export const numberedId = (root: string, seq: number): string => root + seq.toString(16).padStart(12, '0')
