import type { Chat } from '../../ports/model/index.js'

/** What a scripted model finds in a prompt. */
interface Seen {
  readonly prompt: string
  readonly priors: readonly { readonly id: string; readonly similarity: number; readonly content: string }[]
  /** From 1. */
  readonly pass: number
  readonly said: string | undefined
}

/** The answer of a scripted model: by the effect's form, JSON for the phases of a loop, a sentence for everything else. */
export const answerOf = (effect: Chat): string => {
  const step = effect.form?.startsWith('chorus/') === true ? effect.form.slice('chorus/'.length) : ''
  const script = scripts.get(step)
  return script === undefined ? sentence(seenIn(effect)) : JSON.stringify(script(seenIn(effect)))
}

const seenIn = ({ messages }: Chat): Seen => {
  const text = messages
    .filter(({ role }) => role === 'user')
    .map(({ content }) => content)
    .join('\n\n')
  const parts = [...text.matchAll(/([^\n]*)\n<data>\n([\s\S]*?)\n<\/data>/gu)].map(([, title = '', content = '']) => ({
    title,
    content,
  }))
  const prompt = parts.find(({ title }) => title === "The user's prompt:")?.content ?? messages.at(-1)?.content ?? ''
  return {
    prompt,
    priors: parts.flatMap(({ content }) => content.split('\n').flatMap(priorIn)),
    pass: Number(/This is pass (\d+) of/u.exec(text)?.[1] ?? 1),
    said: lastOf('synthesis', text) ?? lastOf('proposed_response', text),
  }
}

/** The last text that stands under this name. */
const lastOf = (name: string, text: string): string | undefined => {
  const found = [...text.matchAll(new RegExp(`"${name}":("(?:[^"\\\\]|\\\\.)*")`, 'gu'))].at(-1)?.[1]
  return found === undefined ? undefined : String(JSON.parse(found))
}

/** A line that lists a prior. */
const priorIn = (line: string): Seen['priors'] => {
  const found = /^(\{"id":"(?:[^"\\]|\\.)*","similarity":-?[\d.]+,"content":"(?:[^"\\]|\\.)*"\})$/u.exec(line)?.[1]
  // A cast after a check: the line is such an object.
  return found === undefined ? [] : [JSON.parse(found) as Seen['priors'][number]]
}

const start = (text: string, most = 160): string => {
  const plain = text.replace(/\s+/gu, ' ').trim()
  return plain.length > most ? `${plain.slice(0, most)}…` : plain
}

const sentence = ({ prompt }: Seen): string => `A scripted answer to: ${start(prompt)}`

const ids = ({ priors }: Seen, most: number): readonly string[] =>
  [...new Set(priors.map(({ id }) => id))].slice(0, most)

const scripts: ReadonlyMap<string, (seen: Seen) => unknown> = new Map<string, (seen: Seen) => unknown>([
  [
    'action',
    ({ prompt }) => ({
      proposed_response: `At first sight: ${start(prompt)}`,
      confidence: 0.5,
      reasoning: 'A first answer, before memory was asked.',
    }),
  ],
  [
    'experience',
    (seen) => ({
      synthesis: synthesisOf(seen),
      key_insights: seen.priors.slice(0, 3).map(({ content }) => start(content, 80)),
      source_relevance: {
        most_relevant: ids(seen, 1),
        reasoning: seen.priors.length === 0 ? 'Memory held nothing.' : 'It is nearest to the question.',
      },
      confidence: 0.7,
    }),
  ],
  [
    'intention',
    (seen) => ({
      explicit_intent: `To learn: ${start(seen.prompt)}`,
      implicit_intent: 'To be able to act on the answer.',
      selected_priors: ids(seen, 3),
      selection_reasoning: 'The nearest ones.',
      confidence: 0.7,
    }),
  ],
  [
    'observation',
    (seen) => ({
      patterns: ['The answer follows what memory holds.'],
      context_analysis: `A question is open: ${start(seen.prompt)}`,
      knowledge_gaps: seen.priors.length === 0 ? ['Memory holds nothing about it.'] : [],
      biases: [],
      semantic_links: seen.priors
        .slice(0, 1)
        .map(({ id, similarity }) => ({ to_prior: id, relation: 'extends', strength: similarity })),
      confidence: 0.6,
    }),
  ],
  [
    'update',
    ({ prompt, pass }) => {
      const isDeeper = pass === 1 && /\bdeeper\b/iu.test(prompt)
      return {
        loop: isDeeper,
        reasoning: isDeeper ? 'The question asks to go deeper.' : 'A further pass would only reword.',
        confidence: 0.8,
        key_insights: [],
        next_prompt: isDeeper ? `What lies behind it: ${start(prompt)}` : null,
      }
    },
  ],
  ['yield', (seen) => finalOf(seen)],
])

const synthesisOf = ({ prompt, priors }: Seen): string => {
  const [best] = priors
  return best === undefined
    ? `Without help from memory: ${start(prompt)}`
    : `On ${start(prompt)} memory says: ${start(best.content)}`
}

const finalOf = (seen: Seen): unknown => {
  const [best] = seen.priors
  const said = seen.said ?? start(seen.prompt)
  return {
    final_response: best === undefined ? said : `${said} [^1]`,
    key_points: [start(seen.prompt, 80)],
    citations: best === undefined ? [] : [{ prior_id: best.id, marker: '1' }],
    confidence: 0.8,
  }
}
