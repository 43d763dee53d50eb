/** A quarter of the characters, rounded up: what is taken where nobody counts. Resilience 15: 43 characters are 11 tokens. */
export const estimatedTokens = (text: string): number => Math.ceil(text.length / 4)

/** A text as a model writes it inside of JSON, and as careful prompts quote it. */
export const writtenForm = (text: string): string => JSON.stringify(text).slice(1, -1)
