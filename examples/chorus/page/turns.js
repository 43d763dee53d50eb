import { phaseOf } from './loop.js'
import { asText } from './wire.js'

/** @typedef {import('./model.js').State} State */
/** @typedef {import('./model.js').Turn} Turn */
/** @typedef {import('./model.js').LoopState} LoopState */

/**
 * The answer of a loop that has one; null before.
 *
 * @param {LoopState} loop
 */
export const answerOf = (loop) => {
  const text = asText(phaseOf(loop, 'yield').content?.['final_response'])
  return text === '' ? null : text
}

/**
 * The conversation of a thread, oldest first: what the store holds, with the loops this page saw at their turns, then what is under way.
 *
 * @param {State} state
 * @param {string} threadId
 * @returns {readonly Turn[]}
 */
export const turnsOf = (state, threadId) => {
  const loops = state.loops.filter((loop) => loop.threadId === threadId)
  const stored = storedTurns(state, threadId)
  /** @type {Set<LoopState>} */
  const placed = new Set()
  // The newest first: where one thing was asked twice, the later loop belongs to the later turn.
  const told = stored.toReversed().map((turn) => {
    const loop = loops.findLast((one) => !placed.has(one) && belongs(one, turn))
    if (loop === undefined) return turn
    placed.add(loop)
    const { prompt, answer } = turn
    return {
      ...turn,
      key: loop.id,
      prompt: prompt === '' ? loop.prompt : prompt,
      answer: answer ?? answerOf(loop),
      loop,
    }
  })
  const others = loops
    .filter((loop) => !placed.has(loop))
    .map((loop) => ({ key: loop.id, prompt: loop.prompt, answer: answerOf(loop), loop, pending: null }))
  const waiting = state.pending
    .filter((one) => one.threadId === threadId)
    .map((pending) => ({ key: pending.id, prompt: pending.prompt, answer: null, loop: null, pending }))
  return [...told.toReversed(), ...others, ...waiting]
}

/**
 * @param {LoopState} loop
 * @param {Turn} turn
 */
const belongs = (loop, turn) =>
  (loop.prompt === '' || turn.prompt === loop.prompt) &&
  (turn.answer === null || turn.answer === (answerOf(loop) ?? turn.answer))

/**
 * @param {State} state
 * @param {string} threadId
 * @returns {readonly Turn[]}
 */
const storedTurns = (state, threadId) => {
  /** @type {Turn[]} */
  const turns = []
  for (const { id, role, content } of state.messages[threadId] ?? []) {
    const last = turns.at(-1)
    if (role === 'assistant' && last !== undefined && last.answer === null)
      turns[turns.length - 1] = { ...last, answer: content }
    else if (role === 'assistant') turns.push({ key: id, prompt: '', answer: content, loop: null, pending: null })
    else turns.push({ key: id, prompt: content, answer: null, loop: null, pending: null })
  }
  return turns
}

/**
 * The loop that runs in a thread; a second prompt waits for it.
 *
 * @param {State} state
 * @param {string | null} threadId
 */
export const runningIn = (state, threadId) =>
  state.loops.findLast(
    (loop) => loop.threadId === threadId && (loop.status === 'running' || loop.status === 'suspended'),
  )
