import { expect, it } from 'vitest'
import { memory } from '@chorale/adapter-memory'
import { collectionEffect } from '@chorale/core/chorus/store'
import { chorusScript, chorusScriptDifferences, chorusScriptView, playChorusScript } from '@chorale/core/testing'
import { opened } from './fresh.js'

const context = { run: 'script', attempt: 1, signal: new AbortController().signal }

it('answers the script of Chorus as the memory does: the same ids in the same order', async () => {
  const [model, store] = [memory(), opened()]
  for (const each of [model, store])
    expect(await each['vector/collection'](collectionEffect('c', chorusScriptView), context)()).toMatchObject({
      ...{ _tag: 'Right', right: { created: true } },
    })
  const [expected, results] = [await playChorusScript(model), await playChorusScript(store)]
  expect(results).toHaveLength(chorusScript.length)
  expect(chorusScriptDifferences(expected, results)).toEqual([])
})
