// Unicode counts U+0085 as white space, JavaScript's \s does not.
const whiteSpace = /[\s\u0085]+/gu

/** One form for every text that is compared, hashed or prompted: NFKC, white space runs to one space, trimmed. Spec cf14 4.2. */
export const normalise = (text: string): string => text.normalize('NFKC').replace(whiteSpace, ' ').trim()
