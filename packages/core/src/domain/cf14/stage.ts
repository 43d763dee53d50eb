/** One kind of resolver call of the matrices. Spec cf14 4.3. */
export type Stage = 'multiply' | 'column_lens' | 'row_lens' | 'synthesize' | 'lens' | 'shift'

/** What a stage asks for, in our own words, and how freely: temperature 0 to 2. Spec cf14 4.4 and 4.5. */
export interface StageRule {
  readonly operation: string
  readonly hint: string
  readonly temperature: number
  /** The role of each term, in order. */
  readonly roles: readonly string[]
}

/** The rules of all stages. */
export const stageRules: { readonly [S in Stage]: StageRule } = {
  multiply: {
    operation: 'semantic multiplication',
    hint: 'Name the one concept that stands where the meanings of both terms meet. Keep both recognisable; do not merely put them side by side. One to three words.',
    temperature: 0.7,
    roles: ['left', 'right'],
  },
  column_lens: {
    operation: 'reading through the column',
    hint: 'Read the content through the column label and say what it means in that light. At most two sentences, shorter is better.',
    temperature: 0.5,
    roles: ['content', 'column'],
  },
  row_lens: {
    operation: 'reading through the row',
    hint: 'Read the content through the row label and say what it means in that light. At most two sentences, shorter is better.',
    temperature: 0.5,
    roles: ['content', 'row'],
  },
  synthesize: {
    operation: 'synthesis of both readings',
    hint: 'Unite the column reading and the row reading into the one statement that this cell holds. At most two sentences, shorter is better.',
    temperature: 0.5,
    roles: ['column reading', 'row reading'],
  },
  lens: {
    operation: 'reading through row and column',
    hint: 'Read the content where row label and column label meet and state the one meaning that this cell holds. At most two sentences, shorter is better.',
    temperature: 0.5,
    roles: ['content', 'row', 'column'],
  },
  shift: {
    operation: 'shift between stations',
    hint: 'The content was said at the first station. Say the same again as the second station would: what was to be verified becomes what is valid. Keep subject and coordinates.',
    temperature: 0.5,
    roles: ['content', 'from', 'to'],
  },
}
