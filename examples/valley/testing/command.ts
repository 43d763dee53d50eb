import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** How a command ended and what it said. */
export interface Said {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

const main = fileURLToPath(new URL('../main.ts', import.meta.url))

/** Whose process it is to be; the test's own unless told. */
export interface Somebody {
  readonly uid?: number
  readonly gid?: number
}

/** Starts the quickstart as a process of its own in a folder, so that whatever it leaves behind lies there. */
export const launch = (
  folder: string,
  args: readonly string[],
  { env = {}, somebody = {} }: { readonly env?: NodeJS.ProcessEnv; readonly somebody?: Somebody } = {},
): ChildProcess =>
  spawn(process.execPath, ['--import', import.meta.resolve('tsx'), '--conditions=@chorale/source', main, ...args], {
    cwd: folder,
    env: { ...process.env, OPENAI_API_KEY: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...somebody,
  })

/** Waits for its end. */
export const finish = (child: ChildProcess): Promise<Said> =>
  new Promise((resolve) => {
    let [out, err] = ['', '']
    child.stdout?.on('data', (data: Buffer) => (out += data.toString()))
    child.stderr?.on('data', (data: Buffer) => (err += data.toString()))
    child.on('close', (code) => resolve({ code, out, err }))
  })

/** Runs the quickstart in a folder to its end. */
export const quickstart = (folder: string, args: readonly string[]): Promise<Said> => finish(launch(folder, args))
