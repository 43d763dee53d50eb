import type { Matrix } from './grid.js'
import { ontologies, type Labels } from './ontology.js'

/** What a valley starts from: data, so that a run may bring its own. */
export interface Axioms {
  readonly A: Matrix
  readonly B: Matrix
  /** R: the topics, read as one row. */
  readonly R: Labels
}

/** R's row label: its subject. Spec cf14 1.3. */
export const subjectOfR = 'generating valid knowledge'

/** The canonical A, B and R. Spec cf14 1.3. */
export const canonicalAxioms: Axioms = {
  A: {
    rows: ontologies.process,
    columns: ontologies.action,
    cells: [
      ['Values', 'Actions', 'Benchmarks', 'Feedback'],
      ['Standards', 'Methods', 'Judgment', 'Adaptation'],
      ['Objectives', 'Coordination', 'Evaluation', 'Refinement'],
    ],
  },
  B: {
    rows: ontologies.knowledge,
    columns: ontologies.decision,
    cells: [
      ['Necessary vs Contingent', 'Sufficient', 'Complete', 'Consistent'],
      ['Relevant', 'Actionable', 'Contextual', 'Congruent'],
      ['Fundamental', 'Effective', 'Systematic', 'Coherent'],
      ['Essential', 'Optimal', 'Holistic', 'Principled'],
    ],
  },
  R: ontologies.deliverable,
}

/** R as a matrix of one row. */
export const topicRow = (topics: Labels): Matrix => ({ rows: [subjectOfR], columns: topics, cells: [topics] })
