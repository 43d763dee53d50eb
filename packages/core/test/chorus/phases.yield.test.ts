import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { phases } from '../../src/domain/chorus/phases/index.js'
import { contextWith, passOf, priorOf } from './phase-context.js'

const ids = ['p1', 'p2', 'p3', 'p4']
const context = contextWith({ priors: ids.map((id) => priorOf(id)) })
const faultsOf = (found: E.Either<{ readonly faults: readonly string[] }, unknown>): readonly string[] =>
  E.isLeft(found) ? found.left.faults : []

describe('the citations of an answer', () => {
  const final = (final_response: string, citations: readonly (readonly [string, string | number])[]) =>
    phases.yield.read(
      JSON.stringify({
        ...{ final_response, key_points: [], confidence: 1 },
        citations: citations.map(([prior_id, marker]) => ({ prior_id, marker })),
      }),
      context,
    )

  it('of unknown ids go with their markers', () => {
    expect(
      final('warm[^1] and hot[^2].', [
        ['p1', '1'],
        ['zz', '2'],
      ]),
    ).toMatchObject(E.right({ finalResponse: 'warm[^1] and hot.', citations: [{ priorId: 'p1', marker: '1' }] }))
  })

  it('keep a marker that a known one shares', () => {
    expect(
      final('warm[^1].', [
        ['zz', '1'],
        ['p1', '1'],
      ]),
    ).toMatchObject(E.right({ finalResponse: 'warm[^1].' }))
  })

  it('may be marked as they stand in the text, or by a number', () => {
    expect(
      final('a[^1] b[^2]', [
        ['p1', '[^1]'],
        ['p2', 2],
      ]),
    ).toMatchObject(
      E.right({
        citations: [
          { priorId: 'p1', marker: '1' },
          { priorId: 'p2', marker: '2' },
        ],
      }),
    )
  })

  it('must leave a text', () => {
    expect(faultsOf(final('[^9]', [['zz', '9']]))[0]).toMatch(/^final_response: /u)
  })

  it('leave no marker of an unknown id, and only known ids', () => {
    const bits = fc.array(fc.constantFrom('[', '^', ']', '[^1]', '[^2]', '1', '2', 'a', ' '), { maxLength: 20 })
    const cited = fc.array(fc.tuple(fc.constantFrom('p1', 'zz', 'yy'), fc.constantFrom('1', '2', '3')), {
      maxLength: 4,
    })
    fc.assert(
      fc.property(bits, cited, (text, citations) => {
        const found = final(`t${text.join('')}`, citations)
        if (E.isLeft(found)) return
        const kept = found.right.citations
        expect(kept.every(({ priorId }) => ids.includes(priorId))).toBe(true)
        for (const [, marker] of citations)
          if (!kept.some((citation) => citation.marker === marker))
            expect(found.right.finalResponse).not.toContain(`[^${marker}]`)
      }),
    )
  })
})

describe('what stands in for an answer', () => {
  const action = { proposedResponse: 'first', confidence: 0.4, reasoning: 'r' }
  const experience = {
    ...{ synthesis: 'synthesis', keyInsights: [], confidence: 0.6 },
    sourceRelevance: { mostRelevant: [], reasoning: '' },
  }
  const later = contextWith({ iteration: 1, passes: [passOf(0, { action, experience })] })

  it('is nothing in the first pass of action, and the last synthesis later', () => {
    expect(phases.action.standIn(context)).toBeUndefined()
    // The pass itself may be archived already: it is none before.
    expect(phases.action.standIn({ ...later, iteration: 0 })).toBeUndefined()
    expect(phases.action.standIn(later)).toEqual({ proposedResponse: 'synthesis', confidence: 0.6, reasoning: '' })
  })

  it('is the first answer in experience', () => {
    expect(phases.experience.standIn({ ...context, outputs: { action } })).toEqual({
      ...{ synthesis: 'first', keyInsights: [], confidence: 0.4 },
      sourceRelevance: { mostRelevant: [], reasoning: '' },
    })
  })

  it('is the prompt with the five best priors in intention', () => {
    const priors = Array.from({ length: 7 }, (_, i) => priorOf(`q${i}`))
    expect(phases.intention.standIn(contextWith({ priors }))).toMatchObject({
      ...{ explicitIntent: 'What is a warm cache?', implicitIntent: '' },
      selectedPriors: ['q0', 'q1', 'q2', 'q3', 'q4'],
    })
  })

  it('sees nothing in observation and goes to the answer in update', () => {
    expect(phases.observation.standIn(context)).toMatchObject({ semanticLinks: [], contextAnalysis: '' })
    expect(phases.update.standIn(context)).toMatchObject({ loop: false })
  })

  it('is the latest synthesis in yield, else the first answer', () => {
    expect(phases.yield.standIn({ ...later, outputs: { action } })).toMatchObject({ finalResponse: 'synthesis' })
    expect(phases.yield.standIn({ ...context, outputs: { action } })).toMatchObject({
      ...{ finalResponse: 'first', citations: [] },
    })
    expect(phases.yield.standIn(context)).toBeUndefined()
  })
})
