import { badAnswer, type EffectError } from '../../kit/fault/index.js'

/** A model that did not answer with one vector for each text. */
export const unevenVectors = (doing: string, texts: number, vectors: number): EffectError =>
  badAnswer({
    doing,
    because: `${texts} texts were embedded, and ${vectors} vectors came back`,
    next: 'A model must answer with one vector for each text: report it to the author of its adapter.',
    reason: 'vector_count',
    retryable: false,
    attempts: 1,
  })
