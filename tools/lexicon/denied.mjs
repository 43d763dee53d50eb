// Words that may be read but never answered, and words that may be answered though a rule would drop them.
const list = text => new Set(text.trim().split(/\s+/))

export const DENIED = list(`murder rape`)

export const KEPT = list(`
planning understanding learning reasoning monitoring training funding timing engineering teaching testing listening sharing
ethics politics economics logistics mathematics statistics dynamics
`)
