import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { steps, type Step, type StepOutput } from '../../src/domain/chorus/model.js'
import { phases } from '../../src/domain/chorus/phases/index.js'
import { outputOf, wireOf } from '../../src/domain/chorus/read/index.js'
import { contextWith, outputsFrom, passOf, priorOf } from './phase-context.js'

const ids = ['p1', 'p2', 'p3', 'p4']
const context = contextWith({ priors: ids.map((id) => priorOf(id)) })

/** As a model is to write: trimmed texts that say something, and ids it was shown. */
const tidy = fc
  .string({ unit: 'grapheme' })
  .map((text) => text.trim())
  .filter((text) => text !== '')
const said = outputsFrom(tidy, fc.constantFrom(...ids))
const anything = outputsFrom(fc.string({ unit: 'binary' }), fc.string())

type Wrapping = (json: string) => string
const wrappings: readonly Wrapping[] = [
  (json) => json,
  (json) => `Sure, here it is:\n\`\`\`json\n${json}\n\`\`\`\nAnything else?`,
  (json) => `Sure! ${json} That is all.`,
]

const roundTrip = (step: Step): void => {
  fc.assert(
    fc.property(
      said[step] as fc.Arbitrary<StepOutput>,
      fc.constantFrom<Wrapping[]>(...wrappings),
      (output, wrapping) => {
        const text = wrapping(JSON.stringify(wireOf(step, output)))
        expect(phases[step].read(text, context)).toEqual(E.right(output))
      },
    ),
  )
}

const wireTrip = (step: Step): void => {
  fc.assert(
    fc.property(anything[step] as fc.Arbitrary<StepOutput>, (output) => {
      expect(outputOf(step, JSON.parse(JSON.stringify(wireOf(step, output))))).toEqual(E.right(output))
    }),
  )
}

describe('an output', () => {
  it.each(steps)('is read from a model as it was written: %s', (step) => roundTrip(step))
  it.each(steps)('comes back from the wire as it was, whatever its texts: %s', (step) => wireTrip(step))

  it('that stands in comes back from the wire too', () => {
    const later = contextWith({ ...context, iteration: 1, passes: [passOf(0, fc.sample(fc.record(said), 1)[0] ?? {})] })
    for (const step of steps) {
      const standIn = phases[step].standIn({ ...later, outputs: { ...later.passes[0]?.outputs } })
      expect(outputOf(step, wireOf(step, standIn ?? expect.fail(step)))).toEqual(E.right(standIn))
    }
  })

  it('off the wire is refused with the path to each fault', () => {
    const refused = outputOf('experience', { synthesis: 1, key_insights: [2], confidence: 2 })
    expect(E.isLeft(refused) ? refused.left.findings.map(({ path }) => path) : []).toEqual([
      'synthesis',
      'key_insights[0]',
      'source_relevance',
      'confidence',
    ])
  })
})

const good = { proposed_response: 'x', confidence: 0.5, reasoning: 'r' }
const readAction = (text: string) => phases.action.read(text, context)
const faultsOf = (found: E.Either<{ readonly faults: readonly string[] }, unknown>): readonly string[] =>
  E.isLeft(found) ? found.left.faults : []

describe('an answer', () => {
  const x = { proposedResponse: 'x', confidence: 0.5, reasoning: 'r' }

  it('with words round its object is accepted at once (spec 14.6)', () => {
    expect(readAction('Sure! {"proposed_response":"x","confidence":0.5,"reasoning":"r"}')).toEqual(E.right(x))
  })

  it('with a confidence of 1.7 cannot be read, and is told why (spec 14.7)', () => {
    expect(readAction(JSON.stringify({ ...good, confidence: 1.7 }))).toEqual(
      E.left({
        code: 'AI_UNPARSABLE',
        faults: ['confidence: found a number outside, wanted a number from 0 to 1'],
      }),
    )
  })

  it.each(['', '  \n\t', '\u00a0'])('of nothing but space is empty: %j', (text) => {
    expect(readAction(text)).toMatchObject(E.left({ code: 'AI_EMPTY' }))
  })

  it.each(['No.', '[1,2]', '"text"', '{"a":', '}{', 'null'])('without an object cannot be read: %s', (text) => {
    expect(readAction(text)).toMatchObject(E.left({ code: 'AI_UNPARSABLE' }))
  })

  it('may give numbers as texts, and texts with spaces round them; more members are dropped', () => {
    const text = JSON.stringify({ proposed_response: '  x\n', confidence: ' 0.5 ', reasoning: ' r', mood: 'good' })
    expect(readAction(text)).toEqual(E.right(x))
  })

  it.each(['', 'half', '0x1', '1,5', 'Infinity', null, true, [0.5]])('may not be as sure as %j', (confidence) => {
    expect(faultsOf(readAction(JSON.stringify({ ...good, confidence })))[0]).toMatch(/^confidence: /u)
  })

  it('names every fault with its path on the side of the model', () => {
    const text = JSON.stringify({
      ...{ explicit_intent: '', selected_priors: ['p1', 7], selection_reasoning: 3, confidence: -1 },
    })
    expect(faultsOf(phases.intention.read(text, context)).map((line) => line.split(':')[0])).toEqual([
      'explicit_intent',
      'implicit_intent',
      'selected_priors[1]',
      'selection_reasoning',
      'confidence',
    ])
  })

  it('may hold braces and fences in its texts', () => {
    const given = { ...good, proposed_response: 'use ```js\n{ "a": "}" }\n``` and \\" {' }
    expect(readAction(`Here:\n${JSON.stringify(given)}`)).toMatchObject(
      E.right({ proposedResponse: given.proposed_response }),
    )
  })

  it('is looked for behind braces that are no JSON', () => {
    expect(readAction(`Use {curly} ones: ${JSON.stringify(good)}`)).toEqual(E.right(x))
  })

  it('is taken from the first fenced block rather than from braces before it', () => {
    expect(readAction(`{"a":1}\n\`\`\`\n${JSON.stringify(good)}\n\`\`\``)).toEqual(E.right(x))
  })

  it.each([
    ['open braces', '{'],
    ['closed braces', '}'],
    ['empty objects that are none', '{a}'],
    ['nested lists', '{"a":['],
    ['backticks', '`'],
    ['fences on lines', '```\n'],
    ['quotation marks', '{"'],
    ['backslashes in a string', '\\'],
    ['markers', '[^1]'],
    ['ends of markers', ']'],
  ])('of a million signs is read in a time that its length allows: %s', (_what, unit) => {
    const text = `{"final_response":"${unit.repeat(1_000_000 / unit.length)}`
    const started = performance.now()
    phases.yield.read(text, context)
    phases.yield.read(unit.repeat(1_000_000 / unit.length), context)
    const answer = {
      ...{ final_response: `x${unit.repeat(1_000_000 / unit.length)}`, key_points: [], confidence: 1 },
      citations: [{ prior_id: 'zz', marker: '1' }],
    }
    expect(E.isRight(phases.yield.read(JSON.stringify(answer), context))).toBe(true)
    expect(performance.now() - started).toBeLessThan(5000)
  })

  it('never makes reading fail otherwise than with faults', () => {
    fc.assert(
      fc.property(fc.constantFrom(...steps), fc.oneof(fc.string(), fc.json()), (step, text) => {
        const found = phases[step].read(text, context)
        if (E.isLeft(found)) expect(found.left.faults.length).toBeGreaterThan(0)
      }),
    )
  })
})

const ofExperience = (most_relevant: readonly string[], key_insights: readonly string[] = []) =>
  phases.experience.read(
    JSON.stringify({
      ...{ synthesis: 's', key_insights, confidence: 0.5 },
      source_relevance: { most_relevant, reasoning: 'r' },
    }),
    contextWith({ priors: [priorOf('p1')] }),
  )

describe('what an answer may name', () => {
  it('is a prior that is known: an unknown id is left out (spec 14.12)', () => {
    expect(ofExperience(['p1', 'zz'])).toMatchObject(E.right({ sourceRelevance: { mostRelevant: ['p1'] } }))
  })

  it('is at most ten insights', () => {
    const insights = Array.from({ length: 12 }, (_, i) => `i${i}`)
    expect(ofExperience([], insights)).toMatchObject(E.right({ keyInsights: insights.slice(0, 10) }))
  })

  it('is at most twenty chosen priors, each once', () => {
    const many = Array.from({ length: 30 }, (_, i) => `q${i}`)
    const text = JSON.stringify({
      ...{ explicit_intent: 'e', implicit_intent: 'i', selection_reasoning: 's', confidence: 1 },
      selected_priors: ['q0', 'zz', ...many],
    })
    const found = phases.intention.read(text, contextWith({ priors: many.map((id) => priorOf(id)) }))
    expect(found).toMatchObject(E.right({ selectedPriors: many.slice(0, 20) }))
  })

  it('are links to known priors, each relation once, their strength brought into its range', () => {
    const link = (to_prior: string, strength: unknown, relation = 'supports') => ({ to_prior, relation, strength })
    const text = JSON.stringify({
      ...{ patterns: [], context_analysis: 'c', knowledge_gaps: [], biases: [], confidence: 1, user_state: null },
      semantic_links: [link('p1', 7), link('zz', 1), link('p1', 0.1), link('p2', '-3'), link('p1', 0.5, 'cites')],
    })
    expect(phases.observation.read(text, context)).toEqual(
      E.right({
        ...{ patterns: [], contextAnalysis: 'c', knowledgeGaps: [], biases: [], confidence: 1 },
        semanticLinks: [
          { toPrior: 'p1', relation: 'supports', strength: 1 },
          { toPrior: 'p2', relation: 'supports', strength: 0 },
          { toPrior: 'p1', relation: 'cites', strength: 0.5 },
        ],
      }),
    )
  })

  it('is at most twenty links', () => {
    const many = Array.from({ length: 30 }, (_, i) => `q${i}`)
    const text = JSON.stringify({
      ...{ patterns: [], context_analysis: 'c', knowledge_gaps: [], biases: [], confidence: 1 },
      semantic_links: many.map((to_prior) => ({ to_prior, relation: 'extends', strength: 1 })),
    })
    const found = phases.observation.read(text, contextWith({ priors: many.map((id) => priorOf(id)) }))
    expect(E.isRight(found) ? found.right.semanticLinks.map(({ toPrior }) => toPrior) : []).toEqual(many.slice(0, 20))
  })

  it.each([undefined, null, '  '])('is the original prompt where a further pass names none: %j', (next_prompt) => {
    const given = { loop: true, reasoning: 'r', confidence: 1, key_insights: [], next_prompt }
    expect(phases.update.read(JSON.stringify(given), context)).toMatchObject(E.right({ nextPrompt: context.prompt }))
    expect(phases.update.read(JSON.stringify({ ...given, loop: false }), context)).toMatchObject(
      E.right({ nextPrompt: null }),
    )
  })
})
