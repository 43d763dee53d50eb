import { describe, expect, it } from 'vitest'
import { attemptOf, keyAgain, nextKey } from './keys.js'
import { createInitialState } from '../state/state.js'

const state = { ...createInitialState([], 't'), stage: 'think' as const }

describe('The key of an effect', () => {
  it('says where it was issued, and counts its attempts', () => {
    const first = nextKey(state)
    expect([first.key, nextKey(first.state).key]).toEqual(['0/action/think/1', '0/action/think/2'])
    expect(attemptOf('0/action/think/2')).toBe(2)
  })

  it('has a suffix where a stage asks for several, each counted for itself', () => {
    const store = nextKey(state, 'store')
    expect([store.key, nextKey(store.state, 'links').key]).toEqual(['0/action/think/1/store', '0/action/think/1/links'])
    expect(keyAgain(store.state, '0/action/think/1/store').key).toBe('0/action/think/2/store')
  })

  it('goes on counting where it was issued, also when the loop has moved on', () => {
    const first = nextKey(state)
    expect(keyAgain({ ...first.state, step: 'update' }, first.key).key).toBe('0/action/think/2')
  })
})
