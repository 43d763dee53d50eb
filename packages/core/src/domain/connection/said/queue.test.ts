import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dropWhile, emptyQueue, findLast, first, items, push, type Queue } from './queue.js'

/** A step: puts so many, or drops what is below a number. */
const script = fc.array(
  fc.oneof(
    fc.record({ _tag: fc.constant('push' as const), count: fc.integer({ min: 1, max: 70 }) }),
    fc.record({ _tag: fc.constant('drop' as const), share: fc.integer({ min: 0, max: 100 }) }),
  ),
  { maxLength: 30 },
)

describe('a queue', () => {
  it('is what a list would be, whatever is put and dropped, and its earlier versions stay as they were', () => {
    fc.assert(
      fc.property(script, (steps) => {
        let queue: Queue<number> = emptyQueue
        let list: readonly number[] = []
        let next = 0
        const versions: { readonly queue: Queue<number>; readonly list: readonly number[] }[] = []
        for (const step of steps) {
          if (step._tag === 'push')
            for (let i = 0; i < step.count; i += 1) {
              queue = push(next, queue)
              list = [...list, next]
              next += 1
            }
          else {
            const bound = (list[0] ?? 0) + Math.floor((list.length * step.share) / 100)
            queue = dropWhile((n) => n < bound, queue)
            list = list.filter((n) => n >= bound)
          }
          versions.push({ queue, list })
        }
        for (const version of versions) {
          expect(items(version.queue)).toEqual(version.list)
          expect(version.queue.size).toBe(version.list.length)
          expect(first(version.queue)).toBe(version.list[0])
          expect(findLast((n) => n % 7 === 3, version.queue)).toBe(version.list.findLast((n) => n % 7 === 3))
        }
      }),
    )
  })

  it('is itself when nothing is dropped, and asks of one item only', () => {
    let queue: Queue<number> = emptyQueue
    for (let i = 0; i < 500; i += 1) queue = push(i, queue)
    let asked = 0
    const isOld = () => {
      asked += 1
      return false
    }
    expect(dropWhile(isOld, queue)).toBe(queue)
    expect(asked).toBeLessThanOrEqual(1)
  })

  it('copies no item for one item more, and no chunk', () => {
    let queue: Queue<number> = emptyQueue
    for (let i = 0; i < 1000; i += 1) queue = push(i, queue)
    const next = push(1000, queue)
    expect(next.full).toBe(queue.full)
    expect(next.fresh?.before).toBe(queue.fresh)
  })
})
