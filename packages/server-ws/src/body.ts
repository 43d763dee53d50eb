import type { IncomingMessage } from 'node:http'

/** The text of a request; null where it is longer than so many bytes, or broke off. What is too long is not read to its end. */
export const bodyOf = (request: IncomingMessage, most: number): Promise<string | null> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = []
    let length = 0
    request.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length <= most) return void chunks.push(chunk)
      request.pause()
      resolve(null)
    })
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
    request.on('error', () => resolve(null))
    request.on('close', () => resolve(null))
  })
