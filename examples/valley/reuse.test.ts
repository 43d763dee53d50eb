import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { memory } from '@chorale/adapter-memory'
import { combine, start } from '@chorale/core'
import { canonicalAxioms, valley, type ValleyInput } from '@chorale/core/cf14'
import { effectDigest } from '@chorale/core/effect'
import { echoResolver, type Resolving } from '@chorale/core/testing'
import { samplingOf } from './model/model-name.js'
import { pastOf } from './store/past.js'
import { storeAt } from './store/store.js'
import { callTag } from './store/sums.js'
import { digestsOf, inFolders } from './testing/folder.js'

const at = inFolders()
const problem = 'How?'

/** What a walk asks, digest by address, found apart from the command. */
const questionsOf = async (input: ValleyInput): Promise<ReadonlyMap<string, string>> => {
  const asked = new Map<string, string>()
  const answering = echoResolver()
  const listening: Resolving = {
    'model/generate': (effect, context) => {
      asked.set(effect.key, effectDigest(effect))
      return answering['model/generate'](effect, context)
    },
  }
  const sampling = samplingOf({ _tag: 'local', id: 'echo' })
  await start(valley, { ...input, sampling }, { interpreter: combine(listening, memory()) }).result()
  return asked
}

/** Addresses of the calls that a run of the store asked itself, and of those it took over. */
const callsIn = async (run: string) => {
  const store = storeAt({ _tag: 'local', directory: at.path('.chorale') })
  const entries = await pastOf(store).entries(run, 'inputs')
  await store.close()
  const settled = E.isRight(entries)
    ? entries.right.filter(({ kind, about }) => kind === 'settled' && about?.tag === callTag)
    : []
  const keys = (isOwn: boolean): readonly string[] =>
    settled
      .filter(({ source }) => (source === null) === isOwn)
      .map(({ about }) => about?.key ?? '')
      .sort()
  return { made: keys(true), reused: keys(false) }
}

const changed = (text: string): ValleyInput => {
  const { A } = canonicalAxioms
  const [first = []] = A.cells
  return { problem, A: { ...A, cells: A.cells.with(0, first.with(1, text)) } }
}

describe('--from', () => {
  it('alone asks nothing: every answer is reused, and no cell changes', async () => {
    const first = await at.document('--run', 'one', '--model', 'echo')
    const again = await at.document('--from', 'one')
    expect(again).toMatchObject({ status: 'complete', reused: 343, from: 'one', changed: [], spent: { calls: 0 } })
    expect(again.said.err).toContain('From one: 343 answers reused, 0 calls made anew.\nNo cell has changed.\n')
    expect(digestsOf(again)).toEqual(digestsOf(first))
    expect((await callsIn(again.run)).made).toEqual([])
  })

  it('with one cell changed asks again exactly what depends on it, and ends like a walk from the start', async () => {
    await at.keep('one', { problem })
    const two = await at.document('--run', 'two', '--from', 'one', '--change', 'A[0,1]=Tidal barriers')
    const [before, now] = [await questionsOf({ problem }), await questionsOf(changed('Tidal barriers'))]
    const cone = [...now].filter(([key, digest]) => before.get(key) !== digest).map(([key]) => key)
    const calls = await callsIn('two')
    expect(calls.made).toEqual([...cone].sort())
    expect(calls.reused.length).toBe(343 - cone.length)
    expect([two.reused, two.spent.calls]).toEqual([343 - cone.length, cone.length])
    expect(cone.length).toBeGreaterThan(100)
    expect(two.said.err).toContain(`From one: ${343 - cone.length} answers reused, ${cone.length} calls made anew.`)
    const straight = await start(
      valley,
      { ...changed('Tidal barriers'), sampling: samplingOf({ _tag: 'local', id: 'echo' }) },
      { interpreter: combine(echoResolver(), memory()) },
    ).result()
    expect(digestsOf(two)).toEqual(straight.result.matrices.map(({ name, digest }) => [name, digest]))
    const { changed: cells } = two as unknown as { readonly changed: readonly string[] }
    expect(cells.slice(0, 5)).toEqual(['A[0,1]', 'C[0,0]', 'C[0,1]', 'C[0,2]', 'C[0,3]'])
  })

  it('and another model takes over none of its answers', async () => {
    await at.keep('one')
    const { said, reused } = await at.document('--from', 'one', '--model', 'lexicon')
    expect([said.code, reused]).toEqual([0, 0])
  })

  it('goes further than the run it starts from, at the price of what is new', async () => {
    await at.keep('one')
    expect(await at.document('--from', 'one', '--through', 'D')).toMatchObject({ reused: 84, spent: { calls: 84 } })
  })

  it.each([
    ['nobody', ['--from', 'nobody'], 'There is no run nobody in .chorale'],
    [
      'a row too many',
      ['--from', 'one', '--change', 'A[3,0]=x'],
      'A[3,0] does not exist: A has 3 rows and 4 columns, counted from 0.',
    ],
    [
      'a topic too many',
      ['--from', 'one', '--change', 'R[9]=x'],
      'R[9] does not exist: R has 9 topics, counted from 0.',
    ],
    ['a text too long', ['--from', 'one', '--change', `B[0,0]=${'x'.repeat(5000)}`], 'B.cells[0][0]: '],
    ['another origin', ['--run', 'one', '--from', 'two'], 'Run one was started from no other run'],
  ])('(%s) is refused with the reason', async (_, args, reason) => {
    await at.keep('one')
    const { code, out, err } = await at.quickstart(...args)
    expect([code, out]).toEqual([64, ''])
    expect(err).toContain(reason)
  })
})

describe('an explanation', () => {
  it('says for each call of a cell what differs, or where its answer is from', async () => {
    await at.keep('one')
    const { out } = await at.quickstart(
      '--run',
      'two',
      '--from',
      'one',
      '--change',
      'A[0,1]=Tidal',
      '--explain',
      'C[0,1]',
    )
    const { code, out: told } = await at.quickstart('explain', 'two', 'C[0,1]')
    expect(code).toBe(0)
    expect(out).toContain(told)
    expect(told).toContain('C[0,1] of two, beside one:\n')
    expect(told).toContain('  C/0,1/multiply/0: reused from one\n')
    expect(told).toContain('  C/0,1/multiply/1: made anew, because something else was asked\n')
    expect(told).toMatch(/input: question\.terms\[0\]\.text\n {6}before: Actions\n {6}now: {4}Tidal\n/u)
    const document = JSON.parse((await at.quickstart('explain', 'two', 'C[0,1]', '--json')).out) as {
      readonly calls: readonly { readonly key: string; readonly verdict: string }[]
    }
    expect(document.calls.map(({ verdict }) => verdict)).toEqual([
      ...['reused', 'recomputed', 'reused', 'reused'],
      ...['recomputed', 'recomputed', 'recomputed'],
    ])
  })

  it('knows the words of a question also where an earlier run has paid for the answer', async () => {
    await at.keep('one')
    await at.quickstart('--run', 'two', '--from', 'one')
    await at.quickstart('--run', 'three', '--from', 'two', '--change', 'A[0,1]=Tidal')
    const { out } = await at.quickstart('explain', 'three', 'C[0,1]')
    expect(out).toMatch(/input: question\.terms\[0\]\.text\n {6}before: Actions\n {6}now: {4}Tidal\n/u)
  })

  it('names another model as the difference', async () => {
    await at.keep('one')
    await at.quickstart('--run', 'two', '--from', 'one', '--model', 'lexicon')
    const { out } = await at.quickstart('explain', 'two', 'C[0,0]')
    expect(out).toContain('model: sampling.model\n      before: echo\n      now:    lexicon\n')
  })

  it('of what nobody was asked, or beside no run, is refused', async () => {
    await at.keep('one')
    await at.quickstart('--run', 'two', '--from', 'one')
    const given = await at.quickstart('explain', 'two', 'A[0,1]')
    expect([given.code, given.err]).toEqual([
      64,
      expect.stringContaining('has made a call for A[0,1]: cells of A, B and R are given'),
    ])
    const alone = await at.quickstart('explain', 'one', 'C[0,1]')
    expect([alone.code, alone.err]).toEqual([64, expect.stringContaining('Run one was started from no other run')])
  })
})
