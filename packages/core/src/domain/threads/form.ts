import { finding, found, type ThreadFinding } from './fault.js'
import { isInKeyOrder } from './key-order.js'
import { isBlank, isBroken, lengthOf } from './content.js'
import { isId, isKey, type ThreadLimits } from './limits.js'
import type { Entity } from './model.js'

const keyRule = 'wanted 1 to 128 of A-Z, a-z, 0-9, ":", "_" and "-"'
const idRule = 'wanted 1 to 128 letters, digits, "_", ":", ".", "#" or "-"'

/** What a name may be. */
export const nameFindings = (path: string, name: string, limits: ThreadLimits): readonly ThreadFinding[] => {
  const length = lengthOf(name)
  const wanted = `wanted 1 to ${limits.nameLength} code points that are not all white space`
  const isName = length <= limits.nameLength && !isBlank(name) && !isBroken(name)
  return found(!isName && finding(path, 'STATE_INVARIANT', `found ${length} code points, ${wanted}`))
}

/** What a public key may be. */
export const keyFindings = (path: string, key: string): readonly ThreadFinding[] =>
  found(!isKey(key) && finding(path, 'STATE_INVARIANT', `it is no public key: ${keyRule}`))

/** What an id may be. */
export const idFindings = (path: string, id: string): readonly ThreadFinding[] =>
  found(!isId(id) && finding(path, 'STATE_INVARIANT', `it is no id: ${idRule}`))

/** What the members of a record look like, apart from the invariants. Spec chorus 10.1. */
export const formFindings = (record: Entity, limits: ThreadLimits): readonly ThreadFinding[] => {
  const id = idFindings('id', record.id)
  switch (record._tag) {
    case 'Thread':
      return [
        ...id,
        ...nameFindings('name', record.name, limits),
        ...record.coAuthors.flatMap((key, i) => keyFindings(`coAuthors[${i}]`, key)),
        ...record.messageIds.flatMap((each, i) => idFindings(`messageIds[${i}]`, each)),
      ]
    case 'User':
      return [
        ...id,
        ...keyFindings('publicKey', record.publicKey),
        ...found(
          !isInKeyOrder(record.threadIds) &&
            finding('threadIds', 'STATE_INVARIANT', 'they are not in order, or one stands there twice'),
        ),
      ]
    case 'Treasury':
      return id
    case 'Message': {
      const { author, threadId, audience, step } = record
      return [
        ...id,
        ...keyFindings('author', author),
        ...idFindings('threadId', threadId),
        ...found(
          audience !== 'public' &&
            audience !== threadId &&
            finding('audience', 'STATE_INVARIANT', 'wanted "public" or the id of its thread'),
          step !== null && !/^[a-z_]{1,32}$/u.test(step) && finding('step', 'STATE_INVARIANT', 'it is no step'),
        ),
      ]
    }
  }
}
