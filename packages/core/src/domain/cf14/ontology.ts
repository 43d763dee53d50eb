/** An axis' list of labels. */
export type Labels = readonly string[]

/** The canonical axes. Spec cf14 1.2. */
export const ontologies = {
  process: ['Normative', 'Operative', 'Evaluative'],
  action: ['Guiding', 'Applying', 'Judging', 'Reviewing'],
  decision: ['Necessity (vs Contingency)', 'Sufficiency', 'Completeness', 'Consistency'],
  knowledge: ['Data', 'Information', 'Knowledge', 'Wisdom'],
  deliverable: [
    'Problem Statement',
    'Requirements',
    'Objectives',
    'Methodology',
    'Analysis',
    'Evaluation',
    'Assessment',
    'Implementation',
    'Integration',
  ],
} as const satisfies { readonly [name: string]: Labels }

/** Other spellings that older texts use; read, never written. Spec cf14 1.2. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['Determinacy', 'Necessity (vs Contingency)'],
  ['Guidance', 'Guiding'],
  ['Application', 'Applying'],
  ['Decision', 'Judging'],
  ['Review', 'Reviewing'],
  ['Reflecting', 'Reviewing'],
  ['Reflection', 'Reviewing'],
])

/**
 * The canonical spelling of an axis: aliases are replaced where the whole axis then reads as one ontology,
 * so that a caller's own axis that happens to hold a word like "Review" stays as it is.
 */
export const canonicalLabels = (labels: Labels): Labels => {
  const read = labels.map((label) => aliases.get(label) ?? label)
  const known = Object.values<Labels>(ontologies).some((ontology) => read.every((label, i) => label === ontology[i]))
  return known ? read : labels
}
