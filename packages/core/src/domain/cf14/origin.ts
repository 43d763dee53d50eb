import type { Origin } from './audit.js'
import type { Walking } from './model.js'
import { systemText, systemVersion } from './prompt.js'

/** The origin of everything that a valley makes. */
export const originOfRun = ({ threadId, run, request }: Walking): Origin => ({
  threadId,
  runId: run,
  systemVersion: systemVersion(request.systemFrame ?? systemText),
})
