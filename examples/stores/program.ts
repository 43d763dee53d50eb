import { valley } from '@chorale/core/cf14'
import { viewed, type View } from '@chorale/core/views'

/** Every component of a valley, found again by the meaning of its text. */
export const components: View = {
  ...{ label: 'Component', collection: 'components', dimension: 100, metric: 'cosine' },
  ...{ text: 'current_content', version: 'last_sequence', payload: ['thread_id', 'matrix_name', 'station'] },
}

/** The valley, with each component it writes also kept as a vector. */
export const program = viewed(valley, [components])
