import type { ChatMessage, Contract, Prompt } from '@chorale/core/ports/model'
import type { Message } from '../driver.js'

/** The conversation of a first call. Providers refuse empty texts, so an empty system text is left out. */
export const firstMessages = (prompt: Prompt): Message[] => [
  ...(prompt.system === '' ? [] : [{ role: 'system' as const, content: prompt.system }]),
  say('user', prompt.user),
]

/** A conversation as it is. Providers refuse empty texts, so an empty message is left out. */
export const chatMessages = (messages: readonly ChatMessage[]): Message[] =>
  messages
    .filter(({ content }) => content !== '')
    .map(({ role, content }) => (role === 'system' ? { role, content } : say(role, content)))

/** What was wrong with an answer. */
export interface Flaw {
  readonly text: string
  readonly reason: string
}

/** The same conversation with the bad answer, the reason and the wanted shape. Spec cf14 4.6. */
export const repairMessages = (first: readonly Message[], flaw: Flaw, contract: Contract): Message[] => [
  ...first,
  ...(flaw.text.trim() === '' ? [] : [say('assistant', flaw.text.slice(0, 8_000))]),
  say(
    'user',
    `${complaint(flaw.reason)} Answer again with exactly one JSON object and nothing around it: ${shapeOf(contract)}`,
  ),
]

const complaint = (reason: string): string =>
  reason === 'truncated'
    ? 'Your answer was cut because it was too long. Be much shorter.'
    : `Your answer cannot be used: ${reason}.`

const shapeOf = (contract: Contract): string => {
  const members = contract.fields.map((field) =>
    field.kind === 'text'
      ? `${JSON.stringify(field.name)}: string of at most ${field.most} characters`
      : `${JSON.stringify(field.name)}: array of at most ${field.most} strings`,
  )
  return `{${members.join(', ')}}`
}

const say = (role: 'user' | 'assistant', text: string): Message => ({ role, content: [{ type: 'text', text }] })
