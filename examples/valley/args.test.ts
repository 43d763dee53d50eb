import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { readArgs } from './args.js'

const read = (...argv: readonly string[]) => {
  const args = readArgs(argv)
  if (E.isLeft(args) || args.right === 'help') throw new Error(JSON.stringify(args))
  return args.right
}

describe('a command line', () => {
  it('without a word walks, with what it names', () => {
    expect(
      read('--run', 'a.b-c_1', '--store', 'local:/tmp/x y', '--budget-usd', '1.5', '--budget-calls', '20'),
    ).toMatchObject({
      command: { _tag: 'walk' },
      run: 'a.b-c_1',
      store: { _tag: 'local', directory: '/tmp/x y' },
      budget: { microUsd: 1_500_000, calls: 20 },
    })
    expect(read()).toMatchObject({ store: { _tag: 'local', directory: '.chorale' }, budget: {}, out: 'out' })
    expect(read('--store', 'memory')).toMatchObject({ store: { _tag: 'memory' } })
  })

  it('may change several cells, and a text may hold "="', () => {
    expect(read('--from', 'x', '--change', 'A[0,1]=a = b', '--change', 'R[2]=Methods').changes).toEqual([
      { matrix: 'A', index: [0, 1], text: 'a = b' },
      { matrix: 'R', index: [2], text: 'Methods' },
    ])
  })

  it.each([
    [['runs'], { _tag: 'runs' }],
    [['verify', 'x'], { _tag: 'verify', run: 'x' }],
    [['explain', 'x', 'C[0,1]'], { _tag: 'explain', run: 'x', cell: { matrix: 'C', index: [0, 1] } }],
    [['--plan'], { _tag: 'plan' }],
  ])('%j is a word of its own', (argv, command) => {
    expect(read(...argv).command).toEqual(command)
  })

  it('asks for help whatever else is there', () => {
    expect(readArgs(['-h', 'water'])).toEqual(E.right('help'))
  })
})

describe('wrong usage', () => {
  it.each<[readonly string[], string]>([
    [['--run', 'a/b'], '"a/b" is no id of a run'],
    [['--run', ''], '"" is no id of a run'],
    [['--run', 'x'.repeat(121)], 'is no id of a run'],
    [['--store', 'redis'], '--store redis is not known'],
    [['--store', 'local:'], '--store local: is not known'],
    [['--budget-usd', 'much'], '--budget-usd much is no amount'],
    [['--budget-usd', '1.2345678'], 'at most six decimals'],
    [['--budget-usd', '-1'], '--budget-usd'],
    [['--budget-usd', 'NaN'], 'is no amount'],
    [['--budget-calls', '0'], 'whole number from 1'],
    [['--budget-calls', '1.5'], 'whole number from 1'],
    [['--change', 'A[0,1]=x'], '--change needs --from'],
    [['--from', 'r', '--change', 'A[0,1]'], 'changes nothing'],
    [['--from', 'r', '--change', 'A[0]=x'], 'A[0] is no cell'],
    [['--from', 'r', '--change', 'A[0,1]= '], 'A[0,1] would be empty'],
    [['--from', 'r', '--change', 'C[0,1]=x'], 'C[0,1] is made by the valley'],
    [['--from', 'r', '--problem', 'p'], 'use --change'],
    [['--from', 'r', '--run', 'r'], 'name the same run'],
    [['--explain', 'C[0,1]'], '--explain needs --from'],
    [['--from', 'r', '--explain', 'C0,1'], '"C0,1" is no cell'],
    [['--record', 'a', '--replay', 'b'], 'exclude each other'],
    [['--plan', '--record', 'a'], '--plan makes no call'],
    [['--model', 'abacus'], '--model abacus is not known'],
    [['--model', 'openai:'], 'not known'],
    [['--problem', 'x', '--input', 'y.json'], 'exclude each other'],
    [['--problem', ' '], '--problem is empty'],
    [['--out', ''], '--out is empty'],
    [['verify'], 'verify takes the id of a run'],
    [['verify', 'a', 'b'], 'verify takes the id of a run'],
    [['runs', 'a'], 'runs takes nothing more'],
    [['explain', 'a'], 'explain takes the id of a run and a cell'],
    [['runs', '--problem', 'p'], '--problem does not go with runs'],
    [['verify', 'a', '--from', 'b'], '--from does not go with verify'],
    [['water'], '"water" is no option'],
  ])('%j is said in a sentence', (argv, sentence) => {
    const args = readArgs(argv)
    expect(E.isLeft(args) && args.left.join('\n')).toContain(sentence)
  })

  it('names every fault at once', () => {
    const args = readArgs(['--run', 'a b', '--store', 'x', '--budget-calls', 'y'])
    expect(E.isLeft(args) && args.left.length).toBe(3)
  })
})
