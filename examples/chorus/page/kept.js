import { emptyState } from './state.js'

/** @typedef {import('./model.js').State} State */
/** @typedef {{ readonly sessionId: string; readonly lastSeq: number }} Session */
/** @typedef {{ readonly session: Session | null; readonly state: State }} Kept */

/** Raised when what is kept has another form. */
const view = 'chorus.view.1'
const user = 'chorus.user'

/**
 * What this tab showed before it was loaded again, with the place in the session that it had come to.
 *
 * @returns {Kept}
 */
export const load = () => {
  try {
    const text = sessionStorage.getItem(view)
    if (text !== null) return JSON.parse(text)
  } catch {
    // A page that may keep nothing begins anew each time.
  }
  return { session: null, state: emptyState }
}

/**
 * Keeps both together: a session's place without what was shown until then would leave a gap.
 *
 * @param {Kept} kept
 */
export const save = (kept) => {
  for (const loops of [40, 8, 1]) {
    try {
      sessionStorage.setItem(
        view,
        JSON.stringify({ ...kept, state: { ...kept.state, loops: kept.state.loops.slice(-loops) } }),
      )
      return
    } catch {
      // It was too much: the oldest loops go first.
    }
  }
  try {
    sessionStorage.removeItem(view)
  } catch {
    // Nothing can be kept here at all.
  }
}

/** Who this browser is to the server: made up once. */
export const userKey = () => {
  try {
    const known = localStorage.getItem(user)
    if (known !== null && /^[A-Za-z0-9:_-]{1,128}$/u.test(known)) return known
    const made = randomKey()
    localStorage.setItem(user, made)
    return made
  } catch {
    return randomKey()
  }
}

const randomKey = () =>
  `browser-${Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')}`
