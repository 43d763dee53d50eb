/** A landmark of the valley. Spec cf14 1.4. */
export interface Station {
  /** 1 to 11. */
  readonly number: number
  readonly name: string
  /** What a resolver is told about the work done here, in our own words. */
  readonly task: string
}

/** The eleven stations in order. Spec cf14 1.4. */
export const stations: readonly Station[] = [
  { number: 1, name: 'Problem Statement', task: 'state the problem and the basis on which it will be decided' },
  {
    number: 2,
    name: 'Problem Requirements',
    task: 'find what the problem requires where each process meets each criterion',
  },
  {
    number: 3,
    name: 'Solution Objectives',
    task: 'turn requirements into objectives that frame and resolve the problem',
  },
  { number: 4, name: 'Verification Framework', task: 'say how each action would be verified against each criterion' },
  { number: 5, name: 'Validation', task: 'say what was verified again as what is valid' },
  { number: 6, name: 'Evaluation', task: 'weigh what is valid by the kind of knowledge it gives' },
  { number: 7, name: 'Assessment', task: 'unfold each topic through the evaluation' },
  { number: 8, name: 'Implementation', task: 'unfold the assessment through the verification framework' },
  { number: 9, name: 'Integration', task: 'unfold the implementation through what was reviewed' },
  { number: 10, name: 'Reflection', task: 'check the whole for consistency' },
  { number: 11, name: 'Resolution', task: 'gather everything into what is delivered' },
]

/** A station's name; empty outside of 1 to 11. */
export const stationName = (number: number): string => stations[number - 1]?.name ?? ''

/** The way through the valley with the current station in brackets; every resolver call is told where it stands. Spec cf14 1.4. */
export const valleySummary = (number: number): string =>
  `Semantic Valley: ${stations.map((station) => (station.number === number ? `[${station.name}]` : station.name)).join(' → ')}`
