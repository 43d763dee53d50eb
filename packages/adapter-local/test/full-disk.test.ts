import { execFileSync, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { freshDirectory } from './fresh.js'

/** Ways to a small disk of one's own, which goes away with the process. */
const ways: readonly (readonly string[])[] = [
  ['unshare', '--map-root-user', '--mount'],
  ['sudo', '-n', 'unshare', '--mount'],
]

const onSmallDisk = (way: readonly string[], directory: string, command: string): readonly string[] => [
  ...way,
  ...['sh', '-c', `mount -t tmpfs -o size=8m tmpfs "${directory}" && ${command}`],
]

const works = (way: readonly string[]): boolean => {
  const [program = '', ...args] = onSmallDisk(way, '/mnt', 'true')
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0
}

const way = ways.find(works)

describe('a disk that is full', () => {
  // Only where a disk can be made: Linux with user namespaces, or root.
  it.skipIf(way === undefined)('loses nothing: the reserve takes what is under way, and says so', () => {
    const directory = freshDirectory()
    const script = fileURLToPath(new URL('child/full-disk.ts', import.meta.url))
    const node = `"${process.execPath}" --import tsx --conditions=@chorale/source "${script}" "${directory}"`
    const [program = '', ...args] = onSmallDisk(way ?? [], directory, node)
    const told = JSON.parse(execFileSync(program, args, { encoding: 'utf8' })) as { readonly [name: string]: unknown }
    const full = {
      _tag: 'Left',
      left: { _tag: 'Unavailable', retryable: true, applied: 'no', because: 'the disk is full' },
    }

    expect(told['ballastBefore']).toBe(true)
    // The append that met the full disk was taken, and so was everything until the reserve was used up, too.
    expect(told['first']).toMatchObject({ outcome: { right: { next: told['acknowledged'], isFull: true } } })
    expect(told['dropped']).toEqual({ _tag: 'Right', right: { deleted: true } })
    expect(told['second']).toMatchObject({ outcome: full })
    expect(told['last']).toBeGreaterThan(Number(told['acknowledged']) + 16)
    // Nothing new is begun.
    expect(told['other']).toMatchObject(full)
    expect(told['node']).toMatchObject(full)
    expect(told['point']).toMatchObject(full)
    // All of it is there, in this connection and in the next.
    expect(told['whenFull']).toEqual({ count: told['last'], chain: 'whole' })
    expect(told['whenReopened']).toEqual({ count: told['last'], chain: 'whole' })
    // Space came back: the reserve is there again, and nobody is told of a full disk any more.
    const next = Number(told['last']) + 1
    expect(told['third']).toEqual({ _tag: 'Right', right: { next } })
    expect(told['fourth']).toEqual({ _tag: 'Right', right: { next: next + 1 } })
    expect(told['upTo']).toBe(next + 1)
    // Full by somebody else: what is new does not take the reserve, what is under way does.
    const { again } = told as { readonly again: { readonly [name: string]: unknown } }
    expect(again['newRun']).toMatchObject(full)
    expect(again['newSnapshot']).toMatchObject(full)
    expect(again['ballastThen']).toBe(true)
    expect(again['underWay']).toEqual({ _tag: 'Right', right: { next: next + 2, isFull: true } })
    expect(again['ballastGone']).toBe(true)
    expect(told['end']).toMatchObject({ count: next + 2 })
  })
})
