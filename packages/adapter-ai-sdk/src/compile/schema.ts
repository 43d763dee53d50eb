import { jsonSchemaOf, type Contract, type Field, type Resolver } from '@chorale/core/ports/model'

/** OpenAI (strict mode) and Anthropic refuse schemas with `maxLength` and `maxItems`. */
const strict: readonly Resolver['type'][] = ['openai', 'anthropic']

/**
 * The contract as JSON Schema in the form the provider takes. Where it takes no bounds they are said in words; they hold in any case,
 * because the answer is checked.
 */
export const schemaFor = (contract: Contract, type: Resolver['type']): object =>
  strict.includes(type)
    ? {
        ...jsonSchemaOf({ ...contract, fields: [] }),
        required: contract.fields.map((field) => field.name),
        properties: Object.fromEntries(contract.fields.map((field) => [field.name, inWords(field)])),
      }
    : jsonSchemaOf(contract)

/** A schema's name as providers take it. */
export const nameFor = (contract: Contract): string => contract.name.replace(/[^\w-]+/gu, '_').slice(0, 64) || 'answer'

const inWords = (field: Field): object =>
  field.kind === 'text'
    ? { type: 'string', description: `At most ${field.most} characters.` }
    : { type: 'array', items: { type: 'string' }, description: `At most ${field.most} entries.` }
