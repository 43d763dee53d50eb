import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Decoder } from 'io-ts/lib/index.js'
import type { Json } from '../../../kit/base/index.js'
import { badInput, findingsOf, type BadInput, type Finding } from '../../../kit/fault/index.js'
import type { Outputs, Step } from '../model.js'
import { spoken, written, type Leaves } from './leaf.js'
import { shapesOf, type Wire } from './shape.js'

type Decoders = { readonly [S in Step]: Decoder<unknown, Wire[S]> }
type Readers = { readonly [S in Step]: (wire: Wire[S]) => Outputs[S] }
type Writers = { readonly [S in Step]: (output: Outputs[S]) => Wire[S] }

const readers: Readers = {
  action: (wire) => ({
    proposedResponse: wire.proposed_response,
    confidence: wire.confidence,
    reasoning: wire.reasoning,
  }),
  experience: ({ synthesis, key_insights, source_relevance, confidence }) => ({
    synthesis,
    keyInsights: key_insights,
    sourceRelevance: { mostRelevant: source_relevance.most_relevant, reasoning: source_relevance.reasoning },
    confidence,
  }),
  intention: (wire) => ({
    explicitIntent: wire.explicit_intent,
    implicitIntent: wire.implicit_intent,
    selectedPriors: wire.selected_priors,
    selectionReasoning: wire.selection_reasoning,
    confidence: wire.confidence,
  }),
  observation: (wire) => ({
    patterns: wire.patterns,
    contextAnalysis: wire.context_analysis,
    knowledgeGaps: wire.knowledge_gaps,
    biases: wire.biases,
    ...(wire.user_state === undefined ? {} : { userState: wire.user_state }),
    semanticLinks: wire.semantic_links.map(({ to_prior, relation, strength }) => ({
      toPrior: to_prior,
      relation,
      strength,
    })),
    confidence: wire.confidence,
  }),
  update: ({ loop, reasoning, confidence, key_insights, next_prompt }) => ({
    loop,
    reasoning,
    confidence,
    keyInsights: key_insights,
    nextPrompt: next_prompt,
  }),
  yield: (wire) => ({
    finalResponse: wire.final_response,
    keyPoints: wire.key_points,
    citations: wire.citations.map(({ prior_id, marker }) => ({ priorId: prior_id, marker })),
    confidence: wire.confidence,
    ...(wire.synthesis_quality === undefined ? {} : { synthesisQuality: wire.synthesis_quality }),
  }),
}

const writers: Writers = {
  action: (output) => ({
    proposed_response: output.proposedResponse,
    confidence: output.confidence,
    reasoning: output.reasoning,
  }),
  experience: ({ synthesis, keyInsights, sourceRelevance, confidence }) => ({
    synthesis,
    key_insights: keyInsights,
    source_relevance: { most_relevant: sourceRelevance.mostRelevant, reasoning: sourceRelevance.reasoning },
    confidence,
  }),
  intention: (output) => ({
    explicit_intent: output.explicitIntent,
    implicit_intent: output.implicitIntent,
    selected_priors: output.selectedPriors,
    selection_reasoning: output.selectionReasoning,
    confidence: output.confidence,
  }),
  observation: (output) => ({
    patterns: output.patterns,
    context_analysis: output.contextAnalysis,
    knowledge_gaps: output.knowledgeGaps,
    biases: output.biases,
    user_state: output.userState,
    semantic_links: output.semanticLinks.map(({ toPrior, relation, strength }) => ({
      to_prior: toPrior,
      relation,
      strength,
    })),
    confidence: output.confidence,
  }),
  update: ({ loop, reasoning, confidence, keyInsights, nextPrompt }) => ({
    loop,
    reasoning,
    confidence,
    key_insights: keyInsights,
    next_prompt: nextPrompt,
  }),
  yield: (output) => ({
    final_response: output.finalResponse,
    key_points: output.keyPoints,
    citations: output.citations.map(({ priorId, marker }) => ({ prior_id: priorId, marker })),
    confidence: output.confidence,
    synthesis_quality: output.synthesisQuality,
  }),
}

const decodersOf = (leaves: Leaves): Decoders => shapesOf(leaves)
const spokenDecoders = decodersOf(spoken)
const writtenDecoders = decodersOf(written)

const decoded = <S extends Step>(
  step: S,
  value: unknown,
  decoders: Decoders,
): Either<readonly Finding[], Outputs[S]> => {
  const wire = decoders[step].decode(value)
  return E.isLeft(wire) ? E.left(findingsOf(wire.left)) : E.right(readers[step](wire.right))
}

/** What a model wrote, read with the leniency of spec chorus 5, or every fault with its path on the model's side. */
export const outputSpoken = <S extends Step>(step: S, value: unknown): Either<readonly Finding[], Outputs[S]> =>
  decoded(step, value, spokenDecoders)

/** An output's wire form: snake_case JSON, as phase events carry it. {@link outputOf} is its inverse. Spec chorus 8. */
export const wireOf = <S extends Step>(step: S, output: Outputs[S]): Json => writers[step](output)

/** The output that a wire form stands for, exactly; unknown members are dropped. */
export const outputOf = <S extends Step>(step: S, json: unknown): Either<BadInput, Outputs[S]> =>
  E.mapLeft((findings: readonly Finding[]) => badInput(`read the output of ${step}`, findings))(
    decoded(step, json, writtenDecoders),
  )
