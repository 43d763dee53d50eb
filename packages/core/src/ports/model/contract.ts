import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { normalise, type Json } from '../../kit/base/index.js'

/** One member of an answer: one text, or a list of texts. `most` bounds it: characters of a text, entries of a list. */
export interface Field {
  readonly name: string
  readonly kind: 'text' | 'texts'
  readonly most: number
}

/** What an answer must look like, as data: exactly one JSON object with these members. Extra members are ignored. */
export interface Contract {
  readonly name: string
  readonly fields: readonly Field[]
}

/** An answer that keeps its contract. */
export type Answer = { readonly [field: string]: string | readonly string[] }

/** The contract as JSON Schema, for providers that can be held to one. */
export const jsonSchemaOf = (contract: Contract): { readonly [key: string]: Json } => ({
  type: 'object',
  additionalProperties: false,
  required: contract.fields.map((field) => field.name),
  properties: Object.fromEntries(contract.fields.map((field) => [field.name, schemaOf(field)])),
})

const schemaOf = (field: Field): Json =>
  field.kind === 'text'
    ? { type: 'string', maxLength: field.most }
    : { type: 'array', maxItems: field.most, items: { type: 'string' } }

/** Accepts a raw answer or names the first thing wrong with it, in the order of spec cf14 4.6. */
export const checkAnswer = (contract: Contract, raw: string): Either<string, Answer> => {
  if (raw.trim() === '') return E.left('empty_output')
  const [open, close] = [raw.indexOf('{'), raw.lastIndexOf('}')]
  if (open < 0 || close < open) return E.left('no_json_object')
  const parsed = E.tryCatch(
    () => JSON.parse(raw.slice(open, close + 1)) as unknown,
    () => 'invalid_json',
  )
  return E.isLeft(parsed) ? parsed : checkValue(contract, parsed.right)
}

/** The same for an answer that was parsed already. */
export const checkValue = (contract: Contract, value: unknown): Either<string, Answer> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return E.left('no_json_object')
  // A cast after a check: an object that is no array has members of unknown type.
  const members = value as { readonly [name: string]: unknown }
  const reason =
    firstReason(contract, (field) => (Object.hasOwn(members, field.name) ? undefined : `missing_key:${field.name}`)) ??
    firstReason(contract, (field) => (hasKind(field, members[field.name]) ? undefined : `wrong_type:${field.name}`)) ??
    firstReason(contract, (field) => (isEmpty(members[field.name]) ? `empty_${field.name}` : undefined)) ??
    firstReason(contract, (field) => (sizeOf(members[field.name]) > field.most ? `too_long:${field.name}` : undefined))
  if (reason !== undefined) return E.left(reason)
  // A cast after a check: every field of the contract is there with its kind.
  return E.right(
    Object.fromEntries(contract.fields.map((field) => [field.name, members[field.name] as string | readonly string[]])),
  )
}

const firstReason = (contract: Contract, reason: (field: Field) => string | undefined): string | undefined =>
  contract.fields.map(reason).find((found) => found !== undefined)

const hasKind = (field: Field, value: unknown): boolean =>
  field.kind === 'text'
    ? typeof value === 'string'
    : Array.isArray(value) && value.every((entry) => typeof entry === 'string')

const isEmpty = (value: unknown): boolean => typeof value === 'string' && normalise(value) === ''

/** As JSON Schema counts: a text by characters, not by code units; a list by entries. */
const sizeOf = (value: unknown): number =>
  typeof value === 'string' ? Array.from(value).length : Array.isArray(value) ? value.length : 0
