/**
 * The text of one member of a JSON object that is still being written; a text that is no object is what it is.
 *
 * @param {string} text
 * @param {string} member
 * @returns {string}
 */
export const spokenIn = (text, member) => {
  if (!/^\s*(?:```[a-z]*\s*)?\{/u.test(text)) return text
  const at = text.indexOf(`"${member}"`)
  const begun = at < 0 ? null : /^"[^"]*"\s*:\s*"/u.exec(text.slice(at))
  if (begun === null) return ''
  const rest = text.slice(at + begun[0].length)
  const whole = /^(?:[^"\\]|\\.)*/su.exec(rest)?.[0] ?? ''
  return unescaped(whole.replace(/\\u[0-9a-f]{0,3}$/iu, ''))
}

/** @type {{ readonly [letter: string]: string }} */
const letters = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' }

/** @param {string} text */
const unescaped = (text) =>
  text.replace(/\\(?:u([0-9a-f]{4})|(.))/gisu, (_all, code, letter) =>
    code === undefined ? (letters[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16)),
  )
