import type { QdrantAddress } from './address.js'

/** Whether a server says that it is ready; any failure is a no. */
export const answersHttp = async ({ uri }: QdrantAddress): Promise<boolean> => {
  try {
    const answer = await fetch(`${uri}/readyz`, { signal: AbortSignal.timeout(2_000) })
    await answer.text()
    return answer.ok
  } catch {
    return false
  }
}
