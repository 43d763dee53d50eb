import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { aiSdk, type LanguageModel } from '@chorale/adapter-ai-sdk'
import { lexicon } from '@chorale/adapter-lexicon'
import type { ValleyInput } from '@chorale/core/cf14'
import { echoResolver, type Resolving } from '@chorale/core/testing'
import type { Args } from './args.js'

/** A resolver that is ready to be asked, how many questions it takes at once, and how long an answer may be. */
export interface ChosenModel {
  readonly resolver: Resolving
  readonly concurrency: number
  readonly sampling: NonNullable<ValleyInput['sampling']>
}

interface Provider {
  readonly package: string
  /** The major version that speaks the model interface on Node 20. */
  readonly version: string
  /** The function of the package that makes the provider. */
  readonly create: string
  readonly key: string
}

const providers: { readonly [name: string]: Provider } = {
  openai: { package: '@ai-sdk/openai', version: '3', create: 'createOpenAI', key: 'OPENAI_API_KEY' },
  anthropic: { package: '@ai-sdk/anthropic', version: '3', create: 'createAnthropic', key: 'ANTHROPIC_API_KEY' },
  google: {
    package: '@ai-sdk/google',
    version: '3',
    create: 'createGoogleGenerativeAI',
    key: 'GOOGLE_GENERATIVE_AI_API_KEY',
  },
}

/** Language models answer in seconds and count requests a minute: a handful at once keeps both in hand. Those that reason spend tokens on it. */
const remote = (language: LanguageModel): ChosenModel => ({
  resolver: aiSdk({ language }),
  concurrency: 8,
  sampling: { maxTokens: 4000 },
})

const local = (resolver: Resolving): ChosenModel => ({ resolver, concurrency: 64, sampling: {} })

/** The model that `--model` names, loaded only now, or what is missing and how to get it. */
export const modelOf = async (
  { model, modelUrl }: Args,
  env: NodeJS.ProcessEnv,
): Promise<Either<string, ChosenModel>> => {
  if (modelUrl !== undefined && !model.startsWith('openai-compatible:'))
    return E.left('--model-url goes with --model openai-compatible:MODEL.')
  if (model === 'lexicon') return E.right(local(lexicon()))
  if (model === 'echo') return E.right(local(echoResolver()))
  const colon = model.indexOf(':')
  const [name, id] = [model.slice(0, Math.max(colon, 0)), model.slice(colon + 1)]
  if (name === 'openai-compatible' && id !== '') return compatible(id, modelUrl, env)
  const provider = Object.hasOwn(providers, name) ? providers[name] : undefined
  if (provider === undefined || id === '')
    return E.left(
      `--model ${model} is not known: wanted lexicon, echo, or ${[...Object.keys(providers), 'openai-compatible'].join(', ')} followed by ":" and a model's name.`,
    )
  return load(provider, { id, key: env[provider.key] })
}

const load = async (
  provider: Provider,
  { id, key }: { readonly id: string; readonly key: string | undefined },
): Promise<Either<string, ChosenModel>> => {
  if (key === undefined || key === '')
    return E.left(`${provider.key} is not set: put your key into this environment variable and run the command again.`)
  const loaded = await importPackage(provider.package)
  if (loaded === undefined)
    return E.left(
      `The package ${provider.package} is not installed: run "npx pnpm@10 add --filter @chorale/examples ${provider.package}@${provider.version}" and run the command again.`,
    )
  const create = loaded[provider.create]
  if (typeof create !== 'function')
    return E.left(`The package ${provider.package} has no ${provider.create}: install version ${provider.version}.`)
  // Casts at the seam: the package is loaded by name, so its types are known only by its documentation; the adapter checks the model's interface.
  const made = (create as (settings: { readonly apiKey: string }) => (id: string) => LanguageModel)({ apiKey: key })
  return E.right(remote(made(id)))
}

const compatible = async (
  id: string,
  url: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<Either<string, ChosenModel>> => {
  if (url === undefined || !URL.canParse(url) || !/^https?:$/u.test(new URL(url).protocol))
    return E.left(
      '--model openai-compatible:MODEL needs --model-url with the http address of the server, e.g. http://127.0.0.1:11434/v1',
    )
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
  const key = env['OPENAI_COMPATIBLE_API_KEY']
  const provider = createOpenAICompatible({
    name: 'openai-compatible',
    baseURL: url,
    ...(key === undefined ? {} : { apiKey: key }),
  })
  return E.right(remote(provider(id)))
}

const importPackage = async (name: string): Promise<{ readonly [member: string]: unknown } | undefined> => {
  try {
    return (await import(name)) as { readonly [member: string]: unknown }
  } catch {
    return undefined
  }
}
