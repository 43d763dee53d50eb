import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The command as a process of its own. */
export interface Command {
  /** Resolves with what it said once it has said this, on either output. */
  readonly says: (wanted: RegExp) => Promise<RegExpExecArray>
  readonly send: (signal: NodeJS.Signals) => void
  /** Resolves once it is over. */
  readonly ended: Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>
}

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
const conditions = ['--import', import.meta.resolve('tsx'), '--conditions=@chorale/source']

/** Starts it in a folder, so that whatever it leaves behind lies there. */
export const launch = (folder: string, args: readonly string[]): Command => {
  const env = { ...process.env, OPENAI_API_KEY: '', QDRANT_URL: '' }
  const child = spawn(process.execPath, [...conditions, main, ...args], {
    ...{ cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] },
  })
  const said = { out: '', err: '' }
  const ended = new Promise<Awaited<Command['ended']>>((resolve) =>
    child.on('close', (code) => resolve({ code, ...said })),
  )
  return { says: hearing(child, said, ended), send: (signal) => void child.kill(signal), ended }
}

const hearing = (child: ChildProcess, said: { out: string; err: string }, ended: Promise<unknown>): Command['says'] => {
  const listeners = new Set<() => void>()
  const hear = (to: 'out' | 'err') => (data: Buffer) => {
    said[to] += data.toString()
    listeners.forEach((listen) => listen())
  }
  child.stdout?.on('data', hear('out'))
  child.stderr?.on('data', hear('err'))
  return (wanted) =>
    new Promise((resolve, reject) => {
      const listen = (): void => {
        const found = wanted.exec(said.out + said.err)
        if (found !== null) resolve(found)
      }
      listeners.add(listen)
      listen()
      void ended.then(() => reject(new Error(`It ended without saying ${String(wanted)}: ${said.out}${said.err}`)))
    })
}
