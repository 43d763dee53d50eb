import type { Generate, Resolver } from '@chorale/core/ports'
import type { Chat, Sampling } from '@chorale/core/ports/model'
import type { GenerateOptions, Message, ProviderOptions } from '../driver.js'
import type { Parameter } from '../faults/refused-parameter.js'
import { nameFor, schemaFor } from './schema.js'

/** What a call is made of beside the effect. */
export interface Manner {
  readonly messages: Message[]
  readonly type: Resolver['type']
  /** Parameters to leave out, because the host or the server said so. */
  readonly omit: readonly Parameter[]
  readonly providerOptions: ProviderOptions | undefined
}

/** An effect as the options of one call. */
export const callOptions = ({ sampling, contract }: Generate, manner: Manner): GenerateOptions => ({
  ...sampled(sampling, manner),
  ...(manner.omit.includes('schema')
    ? {}
    : {
        responseFormat: {
          type: 'json' as const,
          schema: schemaFor(contract, manner.type),
          name: nameFor(contract),
        },
      }),
})

/** A conversation as the options of one call. A form is known by its name alone: JSON is asked for, and its shape is the prompt's business. */
export const chatOptions = ({ sampling, form }: Chat, manner: Manner): GenerateOptions => ({
  ...sampled(sampling, manner),
  ...(form === null || manner.omit.includes('schema') ? {} : { responseFormat: { type: 'json' as const } }),
})

const sampled = (sampling: Sampling, { messages, type, omit, providerOptions }: Manner): GenerateOptions => {
  const topP = topPFor(sampling.topP, type)
  return {
    prompt: messages,
    maxOutputTokens: sampling.maxTokens,
    ...(omit.includes('temperature') ? {} : { temperature: sampling.temperature }),
    ...(omit.includes('topP') || topP === undefined ? {} : { topP }),
    ...(omit.includes('seed') ? {} : { seed: sampling.seed }),
    ...(providerOptions === undefined ? {} : { providerOptions }),
  }
}

/** Zero as each provider takes it: OpenAI as it is, Anthropic not beside a temperature, others as the smallest share there is. Spec cf14 4.5. */
const topPFor = (topP: number, type: Resolver['type']): number | undefined => {
  if (topP > 0 || type === 'openai') return topP
  return type === 'anthropic' ? undefined : 1e-6
}
