import type { Hub } from './hub.js'
import type { Line } from './line.js'

/** Milliseconds between two looks at what is still to be sent. */
const LOOK_MS = 20

/**
 * Says goodbye to everybody with 1001: to each as soon as what was said to it has gone out, to all when the milliseconds are over. Resolves when
 * nobody is connected any more. Loops are not ended: they are the host's.
 */
export const drain = (hub: Hub, withinMs: number): Promise<void> => {
  hub.isDraining = true
  return new Promise((resolve) => {
    let passed = 0
    const look = () => {
      const isLate = passed >= withinMs
      passed += LOOK_MS
      for (const line of hub.lines) if (isLate || isFlushed(line)) line.close(1001, 'Going away')
      if (isLate) for (const line of hub.closing) line.cut()
      if (hub.lines.size > 0 || (hub.closing.size > 0 && !isLate)) return void setTimeout(look, LOOK_MS)
      hub.isOver = true
      resolve()
    }
    look()
  })
}

const isFlushed = (line: Line): boolean => {
  const { bytes, messages } = line.waiting()
  return bytes === 0 && messages === 0
}
