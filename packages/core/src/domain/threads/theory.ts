/** What the models are called in the theory the design comes from. Names only: no behaviour hangs on them. Spec chorus 13. */
export const THEORY_MAP = {
  thread: {
    name: 'manifold point',
    parts: { coAuthors: 'fibre bundle', messageIds: 'vector space', tokenBalance: 'value field' },
    invariants: ['M1', 'M8', 'M10'],
  },
  message: {
    name: 'state vector',
    parts: { content: 'position', approvals: 'momentum', status: 'quantum state' },
    invariants: ['M2', 'M3', 'M4', 'M5', 'M9'],
  },
  transition: {
    name: 'evolution',
    parts: { validation: 'measurement', stateChange: 'unitary transform', approval: 'collapse' },
    invariants: ['M10'],
  },
  steps: {
    name: 'time',
    parts: {
      action: 'now',
      experience: 'past',
      intention: 'wanted future',
      observation: 'preserved future',
      update: 'integration',
      yield: 'completion',
    },
    invariants: [],
  },
} as const
