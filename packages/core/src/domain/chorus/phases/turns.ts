import type { ChatMessage } from '../../../ports/model/index.js'

const MOST_TURNS = 20
const PLACEHOLDER = '...'

/** The turns of a thread that a prompt takes along: the newest 20, oldest first, without placeholders. Spec chorus 4.2. */
export const turnsOf = (messages: readonly ChatMessage[]): readonly ChatMessage[] =>
  messages.filter(({ content }) => content.trim() !== PLACEHOLDER).slice(-MOST_TURNS)
