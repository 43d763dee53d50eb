import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts/lib/index.js'
import { defined, normalise } from '../../kit/base/index.js'
import { badInput, findingsOf, type BadInput, type Finding } from '../../kit/fault/index.js'
import type { Sampling } from '../../ports/model/index.js'
import { canonicalAxioms, type Axioms } from './axioms.js'
import type { Matrix } from './grid.js'
import { threadIdRule } from './identity.js'
import { cut, layOut, type Placed, type Through } from './layout.js'
import { labelFindings, matrixFindings, textFindings, unknownKeys } from './matrix-rules.js'
import { canonicalLabels } from './ontology.js'
import { products } from './product.js'
import { defaultSentence } from './sentence.js'

/** What a valley is started with; everything may be left out. Spec cf14 6.3. */
export interface ValleyInput {
  readonly problem?: string
  readonly domain?: string
  readonly A?: Matrix
  readonly B?: Matrix
  readonly R?: readonly string[]
  /** `auto`: as far as the shapes allow; a name: up to and with that matrix. */
  readonly through?: Through
  /** Three calls a cell (column, row, synthesis) or one. */
  readonly lensMode?: 'three-step' | 'single'
  /** D's sentence with `{a}`, `{f}` and, where wanted, `{problem}`. */
  readonly dTemplate?: string
  /** Groups what the run makes; without it, one is made from the run's id. */
  readonly threadId?: string
  /** Replaces the hint of every operation. */
  readonly instructions?: string
  /** Replaces the system text. */
  readonly systemFrame?: string
  /** Replaces single sampling parameters of every call. */
  readonly sampling?: Partial<Sampling>
}

/** A checked and normalised input with its layout. */
export interface ValleyRequest {
  readonly axioms: Axioms
  readonly placed: readonly Placed[]
  readonly lensMode: 'three-step' | 'single'
  readonly dTemplate: string
  readonly warnings: readonly string[]
  readonly problem?: string
  readonly domain?: string
  readonly threadId?: string
  readonly instructions?: string
  readonly systemFrame?: string
  readonly sampling: Partial<Sampling>
}

const texts = t.readonlyArray(t.string, 'a list of strings')
const matrix = t.type({ rows: texts, columns: texts, cells: t.readonlyArray(texts, 'a list of rows') }, 'a matrix')
const inputCodec = t.partial(
  {
    problem: t.string,
    domain: t.string,
    A: matrix,
    B: matrix,
    R: texts,
    through: t.string,
    lensMode: t.keyof({ 'three-step': null, single: null }, '"three-step" or "single"'),
    dTemplate: t.string,
    threadId: t.string,
    instructions: t.string,
    systemFrame: t.string,
    sampling: t.partial({
      model: t.string,
      temperature: t.number,
      topP: t.number,
      seed: t.number,
      maxTokens: t.number,
    }),
  },
  'an object',
)
type Decoded = t.TypeOf<typeof inputCodec>

const doing = 'read the input of a valley'

/** Checks and normalises an input, or names every fault in it with its path; nothing is begun. Spec cf14 4.2, 6.4, 6.11. */
export const readInput = (input: unknown): Either<BadInput, ValleyRequest> => {
  const decoded = inputCodec.decode(input)
  if (E.isLeft(decoded)) return E.left(badInput(doing, findingsOf(decoded.left)))
  const findings = [...unknownKeys(input, Object.keys(inputCodec.props)), ...inputFindings(decoded.right)]
  return findings.length > 0 ? E.left(badInput(doing, findings)) : requestOf(decoded.right)
}

const inputFindings = (input: Decoded): readonly Finding[] => [
  ...(input.A === undefined ? [] : matrixFindings('A', input.A)),
  ...(input.B === undefined ? [] : matrixFindings('B', input.B)),
  ...(input.R === undefined ? [] : labelFindings('R', input.R)),
  ...(['problem', 'domain', 'instructions', 'systemFrame', 'dTemplate'] as const).flatMap((name) => {
    const text = input[name]
    return text === undefined ? [] : textFindings(name, text, name === 'systemFrame' ? 20_000 : 4000)
  }),
  ...throughFindings(input.through),
  ...samplingFindings(input.sampling ?? {}),
  ...(input.threadId === undefined || threadIdRule.test(input.threadId)
    ? []
    : [{ path: 'threadId', code: 'invalid_id', message: 'wanted 1 to 120 letters, digits, "_", "." or "-"' }]),
  ...['{a}', '{f}']
    .filter((place) => input.dTemplate !== undefined && !input.dTemplate.includes(place))
    .map((place) => ({ path: 'dTemplate', code: 'missing_place', message: `the template has no ${place}` })),
]

/** What a sampling parameter may be; NaN and infinities are outside of every range. */
const ranges = {
  temperature: { least: 0, most: 2, whole: false },
  topP: { least: 0, most: 1, whole: false },
  seed: { least: 0, most: Number.MAX_SAFE_INTEGER, whole: true },
  maxTokens: { least: 1, most: 1_000_000, whole: true },
} as const

const samplingFindings = (sampling: NonNullable<Decoded['sampling']>): readonly Finding[] =>
  (['temperature', 'topP', 'seed', 'maxTokens'] as const).flatMap((name) => {
    const { least, most, whole } = ranges[name]
    const value = sampling[name]
    if (value === undefined || (value >= least && value <= most && (!whole || Number.isInteger(value)))) return []
    return [
      {
        path: `sampling.${name}`,
        code: 'out_of_range',
        message: `found ${value}, wanted ${whole ? 'a whole number' : 'a number'} from ${least} to ${most}`,
      },
    ]
  })

const throughFindings = (through: string | undefined): readonly Finding[] => {
  if (through === undefined || through === 'auto') return []
  const product = products.find(({ name }) => name === through)
  if (product === undefined)
    return [{ path: 'through', code: 'unknown_matrix', message: `wanted "auto" or one of ${matrixNames.join(', ')}` }]
  return product.formula._tag === 'cross'
    ? [
        {
          path: 'through',
          code: 'unsupported',
          message: `${through} is a tensor, which this version does not run; wanted one of ${matrixNames.join(', ')}`,
        },
      ]
    : []
}

const matrixNames = products.filter((product) => product.formula._tag !== 'cross').map((product) => product.name)

const requestOf = (input: Decoded): Either<BadInput, ValleyRequest> => {
  const { A, B, R, through, lensMode, dTemplate, sampling, ...rest } = input
  const axioms: Axioms = {
    A: A === undefined ? canonicalAxioms.A : tidy(A),
    B: B === undefined ? canonicalAxioms.B : tidy(B),
    R: (R ?? canonicalAxioms.R).map(normalise),
  }
  const layout = layOut(axioms)
  if (E.isLeft(layout)) return E.left(shapeFault('B.rows', layout.left))
  // A cast after a check: `through` was found in the station table.
  const placed = cut(layout.right, (through ?? 'auto') as Through)
  if (E.isLeft(placed)) return E.left(shapeFault('through', placed.left))
  const skipped = through === undefined || through === 'auto' ? layout.right.skipped : []
  return E.right({
    ...tidyTexts(rest),
    axioms,
    placed: placed.right,
    lensMode: lensMode ?? 'three-step',
    dTemplate: dTemplate ?? defaultSentence,
    warnings: skipped.length === 0 ? [] : [`stations_skipped:${skipped.join(',')}`],
    sampling: defined(sampling ?? {}),
  })
}

type Texts = Pick<ValleyRequest, 'problem' | 'domain' | 'threadId' | 'instructions' | 'systemFrame'>

const tidyTexts = (given: { readonly [K in keyof Texts]: string | undefined }): Texts =>
  Object.fromEntries(Object.entries(defined(given)).map(([name, text]) => [name, normalise(text)]))

const tidy = (given: Matrix): Matrix => ({
  rows: canonicalLabels(given.rows.map(normalise)),
  columns: canonicalLabels(given.columns.map(normalise)),
  cells: given.cells.map((row) => row.map(normalise)),
})

const shapeFault = (path: string, fault: { readonly _tag: string; readonly because: string }): BadInput =>
  badInput(doing, [{ path, code: fault._tag, message: fault.because }])
