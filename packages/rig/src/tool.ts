import { execFile } from 'node:child_process'

/** How a tool ended. */
export type Ended =
  | { readonly _tag: 'Done'; readonly output: string }
  | { readonly _tag: 'Absent' }
  | { readonly _tag: 'Failed'; readonly said: string }

/** Runs a command line tool to its end. */
export const tool = (
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> =>
  new Promise((resolve) => {
    const options = { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, env: { ...process.env, ...env } } as const
    execFile(program, args, options, (failed, output, complaint) => {
      if (failed === null) resolve({ _tag: 'Done', output: output + complaint })
      else if (failed.code === 'ENOENT') resolve({ _tag: 'Absent' })
      else resolve({ _tag: 'Failed', said: `${output}${complaint}`.trim().split('\n').slice(-3).join(' | ') })
    })
  })
