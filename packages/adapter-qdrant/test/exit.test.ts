import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { isFirst, json, stub } from './stub.js'

const child = fileURLToPath(new URL('child/once.ts', import.meta.url))

describe('a process that has used a store', () => {
  it.each(['closed', 'open'])('ends by itself with the store %s', async (ending) => {
    const { url } = await stub((heard, response) =>
      isFirst(heard) ? undefined : (json(response, 200, { result: { count: 3 } }), true),
    )
    const args = ['--import', 'tsx', '--conditions=@chorale/source', child, url, ending]
    const begun = performance.now()
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { timeout: 25_000 })
    expect({ stdout, stderr }).toEqual({ stdout: '{"count":3}', stderr: '' })
    expect(performance.now() - begun).toBeLessThan(25_000)
  })
})
