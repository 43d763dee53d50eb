import * as E from 'fp-ts/lib/Either.js'
import type { PhaseContext, UpdateOutput } from '../model.js'
import type { Phase } from '../phase.js'
import { readText } from '../read/index.js'
import {
  acceptedBlocks,
  BRIEF_CHARS,
  carriedBlocks,
  earlierPasses,
  foundBlock,
  promptBlock,
  selectedBlock,
} from './blocks.js'
import { confidence, framed, type Asking } from './frame.js'

const asking: Asking = {
  step: 'update',
  task: 'Your task: one decision. Either another pass is worth its price, because something that matters can still be found or mended; then say what to ask differently. Or the answer can be given now. Decide for now where a further pass would only reword.',
  fields: [
    ['loop', 'true for another pass, false for answering now'],
    ['reasoning', 'a text: why'],
    confidence,
    ['key_insights', 'a list of texts: what a further pass, or the answer, must not lose'],
    ['next_prompt', 'a text: what the next pass is to ask; null where the answer is given now'],
  ],
}

/** The limits left: passes, and tokens where they are bounded. */
const leftBlock = (context: PhaseContext): string => {
  const { iteration, limits } = context
  const passes = Math.max(0, limits.maxIterations - iteration - 1)
  const words = `This is pass ${iteration + 1} of at most ${limits.maxIterations}; ${passes} more may follow.`
  if (limits.tokenBudget === null) return words
  const used = earlierPasses(context).reduce((sum, { usage }) => sum + usage.inputTokens + usage.outputTokens, 0)
  return `${words} Before this pass, ${Math.max(0, limits.tokenBudget - used)} tokens were left.`
}

const settled =
  ({ prompt }: PhaseContext) =>
  (output: UpdateOutput): UpdateOutput => ({
    ...output,
    nextPrompt: output.nextPrompt ?? (output.loop ? prompt : null),
  })

/** Whether another pass is made. Spec chorus 5.5; without an answer none is (5.7). The guard has the last word. */
export const update: Phase<'update'> = {
  step: 'update',
  temperature: 0,
  delivery: 'whole',
  prompt: (context) =>
    framed(asking, context, [
      promptBlock(context),
      ...carriedBlocks(context),
      ...acceptedBlocks(context, 'update'),
      foundBlock(context, BRIEF_CHARS),
      selectedBlock(context, context.outputs.intention?.selectedPriors ?? []),
      leftBlock(context),
    ]),
  read: (text, context) => E.map(settled(context))(readText('update', text)),
  standIn: () => ({ loop: false, reasoning: '', confidence: 0, keyInsights: [], nextPrompt: null }),
}
