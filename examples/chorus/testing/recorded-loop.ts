import type { Data } from './wire-server.js'

/** What a recorded loop says; what is left out is as it was recorded. */
export interface Recording {
  readonly loopId: string
  readonly thread: string
  readonly prior?: string
  readonly answer?: string
  readonly first?: string
}

/** An event of a loop, as the wire says it. */
export interface Recorded {
  readonly type: 'chorus_response' | 'state_update'
  readonly data: Data
}

interface Part {
  readonly step: string
  readonly pieces: readonly string[]
  readonly content: Data
  readonly beside?: Data
}

const usual = {
  prior: 'A cold cache answers from the disk until it has seen the question once.',
  first: 'A warm cache answers at once.',
  answer:
    'A warm cache already holds what is asked for [^1], so it answers without the disk.\n\nWarm it with `warm()`.',
}

/** The events of one loop with one pass, in the order of spec chorus 8. */
export const recordedLoop = (recording: Recording): readonly Recorded[] => {
  const { loopId, thread, ...texts } = { ...usual, ...recording }
  const told = [...opening(texts), ...reflection, ...closing(texts)].flatMap(({ step, pieces, content, beside }) => [
    { step, status: 'running', content: null },
    ...pieces.map((piece) => ({ step, status: 'delta', content: piece })),
    { step, status: 'complete', content, ...beside },
  ])
  const address = { loop_id: loopId, thread_id: thread }
  const usage = { input_tokens: 900, output_tokens: 300, cost_micro_usd: 0, ai_calls: 8 }
  const last = { status: 'completed', iterations: 1, usage, degraded: [] }
  return [
    ...told.map((event, i) => ({
      type: 'chorus_response' as const,
      data: { ...address, seq: i + 1, iteration: 0, ...event },
    })),
    { type: 'state_update', data: { ...address, seq: told.length + 1, ...last } },
  ]
}

type Texts = typeof usual

const opening = ({ first, prior }: Texts): readonly Part[] => {
  const from = { thread_id: 't0', token_value: 0 }
  const priors = [
    { ...from, id: 'p1', content: prior, role: 'user', similarity: 0.83, created_at: '2026-01-01T00:00:00Z' },
    {
      ...{ ...from, id: 'p2', content: 'Tiers: hot, warm, cold.', role: 'assistant' },
      ...{ similarity: 0.41, created_at: '2026-01-02T00:00:00Z' },
    },
  ]
  const synthesis = 'Memory knows the cold one.'
  const relevance = { most_relevant: ['p1'], reasoning: 'It says what cold means.' }
  return [
    {
      ...{ step: 'action', pieces: piecesOf(first) },
      content: { proposed_response: first, confidence: 0.6, reasoning: 'From memory.' },
    },
    {
      ...{ step: 'experience', pieces: ['Memory knows ', 'the cold one.'] },
      content: { synthesis, key_insights: ['Cold means unseen.'], source_relevance: relevance, confidence: 0.7 },
      beside: { priors },
    },
  ]
}

const reflection: readonly Part[] = [
  {
    ...{ step: 'intention', pieces: [] },
    content: {
      ...{ explicit_intent: 'To know what a warm cache is.', implicit_intent: 'To warm one.' },
      ...{ selected_priors: ['p1'], selection_reasoning: 'Nearest.', confidence: 0.8 },
    },
  },
  {
    ...{ step: 'observation', pieces: [] },
    content: {
      ...{ patterns: ['Contrast helps.'], context_analysis: 'A short question.', knowledge_gaps: ['Which cache?'] },
      ...{ biases: [], semantic_links: [{ to_prior: 'p1', relation: 'extends', strength: 0.7 }], confidence: 0.8 },
    },
  },
  {
    ...{ step: 'update', pieces: [] },
    content: { loop: false, reasoning: 'It is enough.', confidence: 0.9, key_insights: [], next_prompt: null },
    beside: { loop: false, reasoning: 'model_ready' },
  },
]

const closing = ({ answer }: Texts): readonly Part[] => [
  {
    ...{ step: 'yield', pieces: piecesOf(answer) },
    content: {
      ...{ final_response: answer, key_points: ['Warm means seen.'], confidence: 0.9 },
      citations: [{ prior_id: 'p1', marker: '1' }],
    },
  },
]

const piecesOf = (text: string): readonly string[] => text.match(/.{1,12}/gsu) ?? []
