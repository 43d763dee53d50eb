import * as t from 'io-ts/lib/index.js'
import type { Leaves } from './leaf.js'

/** The six outputs in their wire form, with the leaves that read them. Spec chorus 5.1 to 5.6. */
export const shapesOf = (leaf: Leaves) => {
  const { words, optionalWords, wordsOrNull, texts, share, clamped, name } = leaf
  const relevance = t.type({ most_relevant: texts, reasoning: words }, 'an object')
  const link = t.type({ to_prior: name, relation, strength: clamped }, 'an object')
  const citation = t.type({ prior_id: name, marker: name }, 'an object')
  return {
    action: t.type({ proposed_response: words, confidence: share, reasoning: words }, 'an object'),
    experience: t.type(
      { synthesis: words, key_insights: texts, source_relevance: relevance, confidence: share },
      'an object',
    ),
    intention: t.type(
      {
        explicit_intent: words,
        implicit_intent: words,
        selected_priors: texts,
        selection_reasoning: words,
        confidence: share,
      },
      'an object',
    ),
    observation: t.type(
      {
        patterns: texts,
        context_analysis: words,
        knowledge_gaps: texts,
        biases: texts,
        user_state: optionalWords,
        semantic_links: t.readonlyArray(link, 'a list of links'),
        confidence: share,
      },
      'an object',
    ),
    update: t.type(
      { loop: t.boolean, reasoning: words, confidence: share, key_insights: texts, next_prompt: wordsOrNull },
      'an object',
    ),
    yield: t.type(
      {
        final_response: words,
        key_points: texts,
        citations: t.readonlyArray(citation, 'a list of citations'),
        confidence: share,
        synthesis_quality: optionalWords,
      },
      'an object',
    ),
  }
}

const relation = t.keyof(
  { supports: null, contradicts: null, extends: null, mentions: null, cites: null },
  'one of supports, contradicts, extends, mentions, cites',
)

type Shapes = ReturnType<typeof shapesOf>

/** What stands on the wire for each phase's output. */
export type Wire = { readonly [S in keyof Shapes]: t.TypeOf<Shapes[S]> }
