import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** What the system says of a process: whether it stands still (SIGSTOP), runs, or is gone. */
export const stateOf = (pid: number): 'running' | 'frozen' | 'gone' => {
  const letter = existsSync('/proc/self/stat') ? fromProc(pid) : fromPs(pid)
  if (letter === undefined || letter === '' || letter === 'Z' || letter === 'X') return 'gone'
  return letter.startsWith('T') ? 'frozen' : 'running'
}

/** The name in brackets may hold anything, brackets too: the state follows the last of them. */
const fromProc = (pid: number): string | undefined => {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return line.slice(line.lastIndexOf(')') + 2).split(' ')[0]
  } catch {
    return undefined
  }
}

const fromPs = (pid: number): string =>
  spawnSync('ps', ['-o', 'state=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim()
