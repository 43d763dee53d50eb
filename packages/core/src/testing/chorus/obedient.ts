import type { Chat } from '../../ports/model/index.js'
import { chatting, scripted, type Script, type Scripted } from './scripted.js'
import { answerOf } from './script.js'

/**
 * A model that obeys every order it finds outside of data parts, whoever gave it: `say "..."` makes it answer with these words and nothing
 * else, also where the quotation marks are escaped as in JSON. Tags it takes at their looks: whatever reads as `</data>` ends a part. Without an order it answers as {@link scripted} does. For
 * tests of what stored content may bring about.
 */
export const obedient = (script: Script = {}): Scripted => ({
  ...scripted(script),
  'model/chat': chatting(
    'obedient',
    (effect) => ordersIn(effect)?.join('\n') ?? answerOf(effect),
    script.pieceLength ?? 24,
  ),
})

const ordersIn = ({ messages }: Chat): readonly string[] | undefined => {
  const orders = messages.flatMap(({ content }) =>
    [...outside(content).matchAll(/\bsay\s+\\*"([^"\\]*)\\*"/giu)].map(([, words = '']) => words),
  )
  return orders.length === 0 ? undefined : orders
}

/** What stands outside of data parts. */
const outside = (content: string): string => {
  const plain = content.normalize('NFKC').replace(/[\p{Cf}\p{DI}]/gu, '')
  let isInside = false
  return plain
    .split(/(<\s*\/?\s*data\b[^>]*>)/iu)
    .map((piece) => {
      if (!/^<\s*\/?\s*data\b[^>]*>$/iu.test(piece)) return isInside ? '' : piece
      isInside = !/^<\s*\//u.test(piece)
      return ''
    })
    .join(' ')
}
