import { clockOf } from '../laws/clocks.js'
import { readFileSync } from 'node:fs'
import { combine } from '@chorale/core/effect'
import { valley, type MadeMatrix, type ValleyInput, type ValleyResult } from '@chorale/core/cf14'
import { start, type Ending } from '@chorale/core/run'
import { echoResolver, type Resolving } from '@chorale/core/testing'
import type { ValleyTypes } from '@chorale/core/cf14'
import { memory } from '@chorale/adapter-memory'

/** One line of the golden station table. */
export interface GoldenStation {
  readonly name: string
  readonly station: number
  readonly kind: 'matrix' | 'array' | 'scalar' | 'tensor'
  readonly shape: readonly number[]
  readonly calls: { readonly [stage: string]: number }
  readonly row_labels?: readonly string[]
  readonly col_labels?: readonly string[]
  readonly axes?: readonly (readonly string[])[]
  readonly source_grid?: readonly (readonly string[])[]
  readonly echo_digest: string
}

/** One cell whose contents were computed apart from this code. */
export interface GoldenCell {
  readonly matrix: string
  readonly index: readonly number[]
  readonly row_label?: string
  readonly col_label?: string
  readonly pairs?: readonly (readonly string[])[]
  readonly terms?: readonly (readonly string[])[]
  readonly source?: string
  readonly echo: {
    readonly initial: string
    readonly interpreted?: readonly string[]
    readonly combined?: string
    readonly resolved?: string
  }
}

interface Golden {
  readonly stations: readonly GoldenStation[]
  readonly cells: readonly GoldenCell[]
  readonly calls: { readonly [name: string]: { readonly [stage: string]: number } }
  readonly plan_cases: readonly {
    readonly A: readonly [number, number]
    readonly B: readonly [number, number]
    readonly stations: readonly string[]
    readonly shapes?: { readonly [name: string]: readonly number[] }
    readonly error?: string
  }[]
  readonly batch_cases: readonly { readonly n: number; readonly sizes: readonly number[] }[]
  readonly transitions: readonly { readonly from: string; readonly to: string; readonly legal: boolean }[]
  readonly ids: {
    readonly thread_id_from_seed: { readonly seed: string; readonly id: string }
    readonly component_id: readonly {
      readonly thread: string
      readonly matrix: string
      readonly index: readonly number[]
      readonly id: string
    }[]
    readonly address: readonly {
      readonly domain: string
      readonly matrix: string
      readonly row: number
      readonly col: number
      readonly address: string
    }[]
    readonly value_hash12: { readonly hash: string }
    readonly content_hash16: { readonly values: readonly string[]; readonly hash: string }
    readonly prompt_hash: { readonly system: string; readonly user: string; readonly hash: string }
    readonly operation: {
      readonly thread: string
      readonly type: string
      readonly output: string
      readonly inputs: readonly string[]
      readonly idempotency_key: string
      readonly id: string
      readonly retry_id: string
    }
  }
  readonly resolver_output_cases: {
    readonly inputs: readonly string[]
    readonly cases: readonly {
      readonly raw: string
      readonly verdict: string
      readonly reason?: string
      readonly adds_warnings?: readonly string[]
    }[]
  }
}

/** The golden values of the spec, computed apart from this code. */
export const golden = JSON.parse(readFileSync(new URL('../golden/cf14-golden.json', import.meta.url), 'utf8')) as Golden

/** Walks a valley to its end with a given resolver (the echo unless said otherwise) and a memory store. */
export const walk = (input: ValleyInput = {}, resolver: Resolving = echoResolver()): Promise<Ending<ValleyTypes>> =>
  start(valley, input, { interpreter: combine(resolver, memory()), run: 'test', clock: clockOf(() => 0) }).result()

/** A matrix of a result; a test that names one that is not there fails with its name. */
export const matrixNamed = (result: ValleyResult, name: string): MadeMatrix => {
  const found = result.matrices.find((matrix) => matrix.name === name)
  if (found === undefined) throw new Error(`the result has no matrix ${name}`)
  return found
}
