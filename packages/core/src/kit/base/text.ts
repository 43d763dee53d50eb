/** One form for every text that is compared, hashed or prompted: NFKC, white space runs to one space, trimmed. Spec cf14 4.2. */
export const normalise = (text: string): string => text.normalize('NFKC').replace(/\s+/gu, ' ').trim()
