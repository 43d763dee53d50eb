/** Texts in groups of at most `most`, in their order. */
export const batches = (texts: readonly string[], most: number): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(texts.length / most) }, (_, i) => texts.slice(i * most, (i + 1) * most))
