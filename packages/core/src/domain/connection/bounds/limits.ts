import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { badInput, type BadInput, type Finding } from '../../../kit/fault/index.js'

/** All numbers of the room in one record, each a whole number. Defaults: spec chorus 11.3, resilience 8 and 16. */
export interface ConnectionLimits {
  /** How often a client lets itself be heard, and how much later it is taken for gone. */
  readonly heartbeatMs: number
  readonly pongMs: number
  /** What is kept to be sent again: messages, their age, their rough size in memory. */
  readonly replaySize: number
  readonly replayMs: number
  readonly replayBytes: number
  /** How long, and of how many messages, the reply is known to a repeated id. */
  readonly seenMs: number
  readonly seenSize: number
  /** How long loops and session outlive the connection. */
  readonly orphanMs: number
  /** Requests of one connection that may wait for their answer. */
  readonly pendingRequests: number
  /** UTF-8 bytes of a client's message; UTF-16 units of a prompt. */
  readonly messageBytes: number
  readonly promptChars: number
  /** What one user may ask for: reads and writes together, prompts, new threads. */
  readonly requestsPerMinute: number
  readonly promptsPerHour: number
  readonly threadsPerHour: number
  /** Open connections, all and of one client. */
  readonly connections: number
  readonly connectionsPerClient: number
  /** What may wait in a socket before deltas are left out; with twice as much it is closed. */
  readonly sendBytes: number
  readonly sendMessages: number
}

interface Range {
  readonly usual: number
  readonly least: number
  readonly most: number
}

const range = (usual: number, least: number, most: number): Range => ({ usual, least, most })
const day = 86_400_000
const mebi = 1_048_576

const ranges: { readonly [K in keyof ConnectionLimits]: Range } = {
  heartbeatMs: range(30_000, 10, day),
  pongMs: range(5000, 1, day),
  replaySize: range(1000, 1, 100_000),
  replayMs: range(300_000, 1, day),
  replayBytes: range(5 * mebi, 1024, 1024 * mebi),
  seenMs: range(600_000, 1, day),
  seenSize: range(1000, 1, 100_000),
  orphanMs: range(600_000, 1, 7 * day),
  pendingRequests: range(32, 1, 10_000),
  messageBytes: range(65_536, 256, 10 * mebi),
  promptChars: range(25_000, 1, 100_000),
  requestsPerMinute: range(100, 1, 1_000_000),
  promptsPerHour: range(60, 1, 1_000_000),
  threadsPerHour: range(10, 1, 1_000_000),
  connections: range(10_000, 1, 10_000_000),
  connectionsPerClient: range(5, 1, 10_000_000),
  sendBytes: range(mebi, 1024, 1024 * mebi),
  sendMessages: range(1000, 1, 1_000_000),
}

// A cast by construction: the names are those of the record.
const names = Object.keys(ranges) as readonly (keyof ConnectionLimits)[]

/** The limits as the spec names them. */
export const defaultConnectionLimits: ConnectionLimits = {
  // A cast by construction: every name of the record is there.
  ...(Object.fromEntries(names.map((name) => [name, ranges[name].usual])) as unknown as ConnectionLimits),
}

/** Limits of a host: what it leaves out is as the spec says; a number out of its range, or an unknown name, is refused with all others. */
export const readConnectionLimits = (input: unknown): Either<BadInput, ConnectionLimits> => {
  const doing = 'read the limits of connections'
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return E.left(badInput(doing, [{ path: '', code: 'wrong_type', message: 'wanted an object of numbers' }]))
  const given = Object.entries(input).filter(([, value]) => value !== undefined)
  const findings = given.flatMap(([name, value]) => findingOf(name, value))
  // A cast after a check: every name is one of the record's, every value a number.
  return findings.length > 0
    ? E.left(badInput(doing, findings))
    : E.right({ ...defaultConnectionLimits, ...(Object.fromEntries(given) as Partial<ConnectionLimits>) })
}

const findingOf = (name: string, value: unknown): readonly Finding[] => {
  const known = names.find((own) => own === name)
  if (known === undefined) return [{ path: name, code: 'unknown_name', message: `wanted one of ${names.join(', ')}` }]
  const { least, most } = ranges[known]
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= most
    ? []
    : [{ path: name, code: 'out_of_range', message: `wanted a whole number from ${least} to ${most}` }]
}
