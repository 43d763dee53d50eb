import { expect, it } from 'vitest'
import { graph, memory } from '@chorale/adapter-memory'
import { collectionEffect } from '@chorale/core/chorus/store'
import { chorusScript, chorusScriptDifferences, chorusScriptView, playChorusScript } from '@chorale/core/testing'
import { describeWith } from '@chorale/rig'
import { fresh } from './fresh.js'

const context = { run: 'script', attempt: 1, signal: new AbortController().signal }

describeWith('qdrant', 'the script of Chorus', (at) => {
  it('is answered as the memory does: the same ids in the same order, with a graph beside it', async () => {
    const model = memory()
    const store = { ...graph(), ...fresh(at) }
    for (const each of [model, store])
      expect(await each['vector/collection'](collectionEffect('c', chorusScriptView), context)()).toMatchObject({
        ...{ _tag: 'Right', right: { created: true } },
      })
    const [expected, results] = [await playChorusScript(model), await playChorusScript(store)]
    expect(results).toHaveLength(chorusScript.length)
    expect(chorusScriptDifferences(expected, results)).toEqual([])
  })
})
