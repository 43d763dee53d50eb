import { describe, expect, it } from 'vitest'
import { memoryCapabilities } from '@chorale/adapter-memory'
import { cases, conform, type Subject } from '../../src/testing/index.js'
import { brokenStores, type Broken } from './broken/index.js'

const subjectOf = ({ name, port, open }: Broken): Subject => {
  const handlers = open()
  return {
    ...{ name, ports: [port], capabilities: memoryCapabilities },
    open: () => Promise.resolve({ handlers, close: () => Promise.resolve() }),
  }
}

/** The first case that fails, in words. */
const catching = async (broken: Broken): Promise<string> => {
  const subject = subjectOf(broken)
  for (const each of cases.filter(({ port }) => port === broken.port)) {
    const [result] = await conform([each], subject)
    if (result?._tag === 'failed') return `"${each.name}": ${result.found}`
  }
  return 'nothing'
}

describe.each(['graph', 'vector', 'journal'] as const)('a broken store of the %s port is caught:', (port) => {
  it.each(brokenStores.filter((broken) => broken.port === port))('$name', async (broken) => {
    const caught = await catching(broken)
    console.log(`${broken.name}, caught by ${caught.slice(0, 160)}`)
    expect(caught).not.toBe('nothing')
    // A fault of the broken store itself would catch nothing.
    if (broken.name !== 'a write throws where it should answer') expect(caught).not.toContain('it threw')
  })
})
