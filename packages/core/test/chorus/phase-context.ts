import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { limitsOf } from '../../src/domain/chorus/state/limits.js'
import type { LoopLimits, Outputs, PassRecord, PhaseContext, Prior, Step } from '../../src/domain/chorus/model.js'

export const limitsWith = (given: Partial<LoopLimits> = {}): LoopLimits => {
  const limits = limitsOf(given)
  if (E.isLeft(limits)) throw new Error(limits.left.because)
  return limits.right
}

export const priorOf = (id: string, given: Partial<Prior> = {}): Prior => ({
  ...{ id, content: `content of ${id}`, threadId: 't', role: 'user', similarity: 0.5 },
  ...{ createdAt: '2026-01-01T00:00:00.000Z', tokenValue: 0 },
  ...given,
})

export const contextWith = (given: Partial<PhaseContext> = {}): PhaseContext => ({
  ...{ prompt: 'What is a warm cache?', turns: [], iteration: 0, outputs: {}, passes: [], priors: [] },
  limits: limitsWith(),
  ...given,
})

export const passOf = (iteration: number, outputs: Partial<Outputs>): PassRecord => ({
  ...{ iteration, outputs, priorIds: [], decision: { go: 'loop', reason: 'model_loop' } },
  usage: { inputTokens: 100, outputTokens: 20, costMicroUsd: 0, aiCalls: 5 },
  ...{ startedAt: 0, endedAt: 1 },
})

/** Six outputs whose every text is made by `text`, and whose every id by `id`. */
export const outputsFrom = (text: fc.Arbitrary<string>, id: fc.Arbitrary<string>) => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  const texts = fc.array(text, { maxLength: 4 })
  const ids = fc.uniqueArray(id, { maxLength: 4 })
  const relation = fc.constantFrom('supports', 'contradicts', 'extends', 'mentions', 'cites')
  const outputs: { readonly [S in Step]: fc.Arbitrary<Outputs[S]> } = {
    action: fc.record({ proposedResponse: text, confidence: share, reasoning: text }),
    experience: fc.record({
      ...{ synthesis: text, keyInsights: texts, confidence: share },
      sourceRelevance: fc.record({ mostRelevant: ids, reasoning: text }),
    }),
    intention: fc.record({
      ...{ explicitIntent: text, implicitIntent: text, selectedPriors: ids, selectionReasoning: text },
      confidence: share,
    }),
    observation: fc.record(
      {
        ...{ patterns: texts, contextAnalysis: text, knowledgeGaps: texts, biases: texts, userState: text },
        semanticLinks: fc.uniqueArray(fc.record({ toPrior: id, relation, strength: share }), {
          maxLength: 4,
          selector: ({ toPrior, relation: how }) => `${how}|${toPrior}`,
        }),
        confidence: share,
      },
      {
        requiredKeys: ['patterns', 'contextAnalysis', 'knowledgeGaps', 'biases', 'semanticLinks', 'confidence'],
      },
    ),
    update: fc.record({
      ...{ loop: fc.boolean(), reasoning: text, confidence: share, keyInsights: texts, nextPrompt: text },
    }),
    yield: fc.record(
      {
        ...{ finalResponse: text, keyPoints: texts, confidence: share, synthesisQuality: text },
        citations: fc.uniqueArray(fc.record({ priorId: id, marker: fc.nat(99).map(String) }), {
          maxLength: 4,
          selector: ({ priorId, marker }) => `${priorId}|${marker}`,
        }),
      },
      { requiredKeys: ['finalResponse', 'keyPoints', 'confidence', 'citations'] },
    ),
  }
  return outputs
}
