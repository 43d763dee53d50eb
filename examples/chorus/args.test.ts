import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { readArgs } from './args.js'

const read = (argv: readonly string[], env: NodeJS.ProcessEnv = {}) => {
  const args = readArgs(argv, env)
  if (E.isLeft(args) || args.right === 'help') throw new Error(JSON.stringify(args))
  return args.right
}

describe('a command line', () => {
  it('without a word has no model, and keeps what is said where the quickstart keeps its runs', () => {
    expect(read([])).toEqual({
      ...{ port: 8080, speaker: { _tag: 'none' }, modelUrl: undefined, audience: 'thread' },
      ...{ store: { _tag: 'local', directory: '.chorale' }, vectors: 'local' },
    })
  })

  it('names who answers', () => {
    expect(read(['--model', 'scripted']).speaker).toEqual({ _tag: 'scripted', pace: 40 })
    expect(read(['--model', 'scripted', '--pace', '0']).speaker).toEqual({ _tag: 'scripted', pace: 0 })
    const name = { _tag: 'remote', provider: 'openai', id: 'gpt-4.1-mini' }
    expect(read(['--model', 'openai:gpt-4.1-mini']).speaker).toEqual({ _tag: 'language', name })
  })

  it('searches memory where all else is, unless told or a Qdrant is known', () => {
    const url = { QDRANT_URL: 'http://127.0.0.1:6333' }
    expect(read(['--store', 'memory']).vectors).toBe('memory')
    expect(read(['--store', 'memory'], url).vectors).toBe('qdrant')
    expect(read(['--store', 'memory'], { QDRANT_URL: '' }).vectors).toBe('memory')
    expect(read(['--vectors', 'memory'], url).vectors).toBe('memory')
    expect(read(['--vectors', 'qdrant']).vectors).toBe('qdrant')
  })

  it('asks for help whatever else is there', () => {
    expect(readArgs(['-h', '--model', 'oracle'], {})).toEqual(E.right('help'))
  })
})

describe('wrong usage', () => {
  it.each<[readonly string[], string]>([
    [['--port', '65536'], '--port 65536 is no port'],
    [['--port', '-1'], '--port'],
    [['--port', '80.5'], '--port 80.5 is no port'],
    [['--model', 'oracle'], '--model oracle is not known'],
    [['--model', 'lexicon'], '--model lexicon holds no conversation'],
    [['--model', 'openai:'], '--model openai: is not known'],
    [['--model-url', 'http://127.0.0.1:1/v1'], '--model-url goes with'],
    [['--pace', '40'], '--pace goes with --model scripted'],
    [['--model', 'scripted', '--pace', 'slow'], '--pace slow is no pace'],
    [['--store', 'redis'], '--store redis is not known'],
    [['--vectors', 'redis'], '--vectors redis is not known'],
    [['--store', 'memory', '--vectors', 'local'], '--vectors local is kept in the directory'],
    [['--audience', 'friends'], '--audience friends is not known'],
    [['what is a cache'], '"what is a cache" is no option'],
    [['--fast'], "Unknown option '--fast'"],
  ])('%j is told in a sentence', (argv, sentence) => {
    const args = readArgs(argv, {})
    expect(E.isLeft(args) && args.left.join('\n')).toContain(sentence)
  })

  it('is told all at once', () => {
    const args = readArgs(['--port', 'x', '--model', 'y', '--store', 'z', 'w'], {})
    expect(E.isLeft(args) && args.left).toHaveLength(4)
  })
})
