import { happenings, type Happening } from './happening.js'
import type { LoopStatus } from './model.js'
import type { ChorusState } from './state/state.js'

/** One row of the transition table. Rows are tried from the top. */
export interface Row {
  /** T1 to T21 of spec chorus 4.1. 22 is the StateError of spec chorus 7.3. */
  readonly number: number
  readonly from: {
    /** Step and stage; any where it is left out. */
    readonly at?: string
    readonly status: readonly LoopStatus[]
  }
  readonly input: readonly Happening['_tag'][]
  readonly to: {
    /** Steps and stages one of which comes next; `same` where neither changes. */
    readonly at: readonly string[]
    /** One of these, or `same`. */
    readonly status: readonly (LoopStatus | 'same')[]
  }
  readonly note: string
}

const under = ['awaiting', 'retrying'] as const
const live = ['idle', 'awaiting', 'retrying', 'suspended'] as const
const over = ['completed', 'failed', 'cancelled'] as const
const faults = ['ai_error', 'network_error', 'state_error'] as const

const think = (of: string) => ({ at: `${of}/think`, status: under })

/** The transition table of spec chorus 4.1. What no row holds is refused. */
export const table: readonly Row[] = [
  {
    ...{ number: 1, from: { status: ['idle'] }, input: ['begun'] },
    ...{ to: { at: ['action/think'], status: ['awaiting'] }, note: 'asks for the first answer' },
  },
  {
    ...{ number: 2, from: { status: ['idle'] }, input: ['misbegun'] },
    ...{ to: { at: ['same'], status: ['idle'] }, note: 'the prompt is blank or too long' },
  },
  {
    ...{ number: 3, from: think('action'), input: ['answered'] },
    ...{ to: { at: ['experience/retrieve'], status: ['awaiting'] }, note: 'asks for the place of the prompt' },
  },
  {
    ...{ number: 4, from: { at: 'experience/retrieve', status: under }, input: ['embedded'] },
    ...{ to: { at: ['same'], status: ['awaiting'] }, note: 'searches for priors' },
  },
  {
    ...{ number: 5, from: { at: 'experience/retrieve', status: under }, input: ['found'] },
    ...{ to: { at: ['experience/think'], status: ['awaiting'] }, note: 'priors are merged' },
  },
  {
    ...{ number: 6, from: think('experience'), input: ['answered'] },
    ...{ to: { at: ['intention/think'], status: ['awaiting'] }, note: 'tells the priors that were found' },
  },
  {
    ...{ number: 7, from: think('intention'), input: ['answered'] },
    ...{ to: { at: ['observation/think'], status: ['awaiting'] }, note: '' },
  },
  {
    ...{ number: 8, from: think('observation'), input: ['answered'] },
    to: { at: ['observation/record', 'update/think'], status: ['awaiting'] },
    note: 'writes the links, if there is one',
  },
  {
    ...{ number: 9, from: { at: 'observation/record', status: under }, input: ['recorded', ...faults] },
    ...{ to: { at: ['update/think'], status: ['awaiting'] }, note: 'a failure degrades and never stops the loop' },
  },
  {
    ...{ number: 10, from: think('update'), input: ['loops'] },
    ...{ to: { at: ['action/think'], status: ['awaiting'] }, note: 'the pass is kept, the next begins' },
  },
  {
    ...{ number: 11, from: think('update'), input: ['yields'] },
    ...{ to: { at: ['yield/think'], status: ['awaiting'] }, note: 'the pass is kept' },
  },
  {
    ...{ number: 12, from: think('yield'), input: ['answered'] },
    ...{ to: { at: ['yield/record'], status: ['awaiting'] }, note: 'the answer stands; it is stored with the prompt' },
  },
  {
    ...{ number: 13, from: { at: 'yield/record', status: under }, input: ['recorded', ...faults] },
    to: { at: ['yield/record', 'yield/settled'], status: ['awaiting', 'completed'] },
    note: 'completed once all have settled, well or not',
  },
  {
    ...{ number: 14, from: { status: under }, input: ['piece'] },
    ...{ to: { at: ['same'], status: ['same'] }, note: 'tells what is new of the text' },
  },
  {
    ...{ number: 15, from: { at: 'experience/retrieve', status: under }, input: ['ai_error', 'state_error'] },
    ...{
      to: { at: ['experience/think'], status: ['awaiting'] },
      note: 'memory only enriches: without it. Spec chorus 5.2',
    },
  },
  {
    ...{ number: 15, from: { status: under }, input: ['ai_error'] },
    to: {
      at: [
        'same',
        'experience/retrieve',
        'intention/think',
        'observation/think',
        'update/think',
        'yield/think',
        'yield/record',
      ],
      status: ['retrying', 'awaiting', 'failed'],
    },
    note: 'back to the last stable state; asks again, or something stands in, or the loop fails. Spec chorus 7.2',
  },
  {
    ...{ number: 16, from: { status: under }, input: ['network_error'] },
    ...{
      to: { at: ['same', 'experience/think', 'yield/record'], status: ['suspended', 'awaiting', 'failed'] },
      note: 'spec chorus 7.4',
    },
  },
  {
    ...{ number: 17, from: { status: ['suspended', 'retrying'] }, input: ['retry'] },
    ...{ to: { at: ['same'], status: ['awaiting'] }, note: 'what is pending is issued again under the next attempt' },
  },
  {
    ...{ number: 18, from: { status: live }, input: ['cancel'] },
    ...{ to: { at: ['same'], status: ['cancelled'] }, note: 'what is pending is dropped' },
  },
  {
    ...{ number: 19, from: { status: live }, input: ['deadline'] },
    to: { at: ['same', 'yield/think', 'yield/record'], status: ['awaiting', 'retrying', 'failed'] },
    note: 'to yield where there is something to answer with; in yield nothing is waited for any more',
  },
  {
    ...{ number: 20, from: { status: over }, input: happenings },
    ...{ to: { at: ['same'], status: ['same'] }, note: 'ignored' },
  },
  {
    ...{ number: 21, from: { status: live }, input: ['stale'] },
    ...{ to: { at: ['same'], status: ['same'] }, note: 'a late result, or a late piece, is ignored' },
  },
  {
    ...{ number: 22, from: { status: under }, input: ['state_error'] },
    to: { at: ['action/think', 'same'], status: ['awaiting', 'failed'] },
    note: 'the state is made anew, once. Spec chorus 7.3',
  },
]

/** The row that holds in a state for what an input comes to; undefined where it is refused. */
export const rowOf = ({ step, stage, status }: Standpoint, tag: Happening['_tag']): Row | undefined =>
  table.find(
    ({ from, input }) =>
      from.status.includes(status) && (from.at === undefined || from.at === `${step}/${stage}`) && input.includes(tag),
  )

/** Where a loop stands, as far as the table looks at it. */
export type Standpoint = Pick<ChorusState, 'step' | 'stage' | 'status'>
