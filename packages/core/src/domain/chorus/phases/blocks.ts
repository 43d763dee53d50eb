import { wireOf } from '../read/index.js'
import { steps, type Outputs, type PassRecord, type PhaseContext, type Prior, type Step } from '../model.js'
import { priorLines, type PriorLine } from '../pass/priors.js'
import { jsonMaterial, part } from './material.js'

/** What the user asked. */
export const promptBlock = ({ prompt }: PhaseContext): string => part("The user's prompt:", prompt)

/** The passes before this one. */
export const earlierPasses = ({ passes, iteration }: PhaseContext): readonly PassRecord[] =>
  passes.filter((pass) => pass.iteration < iteration)

/** The latest synthesis there is: of this pass, else of the nearest pass before. */
export const latestExperience = (context: PhaseContext): Outputs['experience'] | undefined =>
  context.outputs.experience ?? latest(context, (outputs) => outputs.experience)

/** The nearest of the passes before this one that has it. */
export const latest = <A>(context: PhaseContext, pick: (outputs: Partial<Outputs>) => A | undefined): A | undefined =>
  earlierPasses(context)
    .map(({ outputs }) => pick(outputs))
    .findLast((found) => found !== undefined)

/** What the passes before leave to this one; nothing in the first. Spec chorus 4.2. */
export const carriedBlocks = (context: PhaseContext): readonly string[] => {
  if (earlierPasses(context).length === 0) return []
  const update = latest(context, (outputs) => outputs.update)
  const carried = jsonMaterial({
    last_synthesis: latest(context, (outputs) => outputs.experience)?.synthesis ?? null,
    reasoning: update?.reasoning ?? null,
    key_insights: update?.keyInsights ?? [],
    next_prompt: update?.nextPrompt ?? null,
  })
  return [part('What the pass before this one leaves to it; "next_prompt" is what to ask differently now:', carried)]
}

/** What the steps before this one made in this pass. Spec chorus 4.2. */
export const acceptedBlocks = ({ outputs }: PhaseContext, step: Step): readonly string[] =>
  steps
    .slice(0, steps.indexOf(step))
    .flatMap((before) =>
      outputs[before] === undefined
        ? []
        : [part(`What step ${steps.indexOf(before) + 1}, "${before}", made:`, outputText(outputs, before))],
    )

const outputText = (outputs: Partial<Outputs>, step: Step): string => {
  const output = outputs[step]
  return output === undefined ? 'null' : jsonMaterial(wireOf(step, output))
}

/** All that a pass made, as one object. */
const passText = (outputs: Partial<Outputs>): string =>
  `{${steps
    .filter((step) => outputs[step] !== undefined)
    .map((step) => `"${step}":${outputText(outputs, step)}`)
    .join(',')}}`

/** All that the passes made, this one as the last. Spec chorus 5.6. */
export const passBlocks = (context: PhaseContext): readonly string[] => {
  const archived = context.passes.filter(({ iteration }) => iteration <= context.iteration)
  const isOpen = archived.every(({ iteration }) => iteration !== context.iteration)
  const passes = [...archived.map(({ outputs }) => outputs), ...(isOpen ? [context.outputs] : [])]
  return passes.map((outputs, i) => part(`What pass ${i + 1} of ${passes.length} made:`, passText(outputs)))
}

const lineText = ({ id, similarity, content }: PriorLine): string =>
  `{"id":${jsonMaterial(id)},"similarity":${similarity},"content":${jsonMaterial(content)}}`

/** Priors under a title, one JSON object a line; none at all says so. */
export const priorBlock = (
  title: string,
  context: PhaseContext,
  shown: { readonly of: readonly Prior[]; readonly chars: number },
): string =>
  part(
    title,
    priorLines(shown.of, { most: context.limits.promptPriors, chars: shown.chars }).map(lineText).join('\n') || 'none',
  )

/** A prior in brief. Spec chorus 5.3. */
export const BRIEF_CHARS = 300

/** The best priors, each cut to so many characters. */
export const foundBlock = (context: PhaseContext, chars: number): string =>
  priorBlock('What memory holds, the most similar first:', context, { of: context.priors, chars })

/** The priors that intention chose, in full. Spec chorus 5.4. */
export const selectedBlock = (context: PhaseContext, ids: readonly string[]): string =>
  priorBlock('The selected entries of memory in full:', context, {
    of: context.priors.filter(({ id }) => ids.includes(id)),
    chars: context.limits.priorChars,
  })

/** Of these ids the ones that stand for a prior, each once, at most so many. */
export const knownIds = (ids: readonly string[], { priors }: PhaseContext, most: number): readonly string[] => {
  const known = new Set(priors.map(({ id }) => id))
  return [...new Set(ids)].filter((id) => known.has(id)).slice(0, most)
}
