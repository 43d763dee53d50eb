import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { LanguageModel } from '@chorale/adapter-ai-sdk'
import type { Resolving } from '@chorale/core/testing'
import { persistence, type ModelName, type ProviderName } from './model-name.js'

interface Provider {
  readonly package: string
  /** The major version that speaks the model interface on Node 20. */
  readonly version: string
  /** The function of the package that makes the provider. */
  readonly create: string
  readonly key: string
}

const providers: { readonly [P in Exclude<ProviderName, 'openai-compatible'>]: Provider } = {
  openai: { package: '@ai-sdk/openai', version: '3', create: 'createOpenAI', key: 'OPENAI_API_KEY' },
  anthropic: { package: '@ai-sdk/anthropic', version: '3', create: 'createAnthropic', key: 'ANTHROPIC_API_KEY' },
  google: {
    package: '@ai-sdk/google',
    version: '3',
    create: 'createGoogleGenerativeAI',
    key: 'GOOGLE_GENERATIVE_AI_API_KEY',
  },
}

/** Questions under way at once: language models answer in seconds and count requests a minute, a handful keeps both in hand. */
export const concurrencyOf = (name: ModelName): number => (name._tag === 'local' ? 64 : 8)

/** What a model is made with beside its name. */
export interface Surroundings {
  readonly modelUrl: string | undefined
  readonly env: NodeJS.ProcessEnv
}

/** The model behind a name, loaded only now, or what is missing and how to get it. */
export const modelOf = async (name: ModelName, { modelUrl, env }: Surroundings): Promise<Either<string, Resolving>> => {
  if (modelUrl !== undefined && (name._tag === 'local' || name.provider !== 'openai-compatible'))
    return E.left('--model-url goes with --model openai-compatible:MODEL.')
  if (name._tag === 'local') return E.right(await localModel(name.id))
  const language =
    name.provider === 'openai-compatible'
      ? await compatible(name.id, modelUrl, env)
      : await load(providers[name.provider], name.id, env)
  const { aiSdk } = await import('@chorale/adapter-ai-sdk')
  return E.map((model: LanguageModel): Resolving => aiSdk({ language: model, ...persistence }))(language)
}

const localModel = async (id: 'lexicon' | 'echo'): Promise<Resolving> =>
  id === 'lexicon'
    ? (await import('@chorale/adapter-lexicon')).lexicon()
    : (await import('@chorale/core/testing')).echoResolver()

const load = async (provider: Provider, id: string, env: NodeJS.ProcessEnv): Promise<Either<string, LanguageModel>> => {
  const key = env[provider.key]
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
  return E.right(made(id))
}

const compatible = async (
  id: string,
  url: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<Either<string, LanguageModel>> => {
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
  return E.right(provider(id))
}

const importPackage = async (name: string): Promise<{ readonly [member: string]: unknown } | undefined> => {
  try {
    return (await import(name)) as { readonly [member: string]: unknown }
  } catch {
    return undefined
  }
}
