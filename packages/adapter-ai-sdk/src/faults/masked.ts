/** What must not reach a log: keys by their prefix, tokens, values named as secrets, mail addresses. */
const secrets: readonly RegExp[] = [
  /\b(?:sk|pk|rk|gsk|xai|hf|ghp|pplx|nvapi)[-_][\w*.-]{6,}/giu,
  /\bAIza[\w-]{10,}/gu,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/gu,
  /\bbearer\s+[^\s"',}]+/giu,
  /\b(?:api[-_ ]?key|authorization|access[-_ ]?token|secret|password)["']?\s*[:=]\s*["']?[^\s"',}&]+/giu,
  /:\/\/[^\s/@]+@/gu,
  /[\w.+-]{1,64}@[\w-]+\.[\w.-]+/gu,
]

const most = 300

/** Words of the other side as one line of at most 300 characters, without secrets and personal data. Masked before cut, so that no half of a key is left. */
export const masked = (words: string): string => {
  const clean = secrets.reduce((text, secret) => text.replace(secret, '[masked]'), words.slice(0, 4_000))
  const line = clean.replace(/\s+/gu, ' ').trim()
  return line.length > most ? `${line.slice(0, most - 3)}...` : line
}
