import type { EffectError } from '../../../kit/fault/index.js'
import { badCollection } from './checks.js'
import { failure, type Failure } from './operation.js'
import type { StorageFault } from './storage-fault.js'

/** What a store said as the end of an operation. Spec chorus 9.5. */
export const toldFailure = (cause: EffectError): Failure => ({ ...failure(faultOf(cause)), cause })

const faultOf = ({ _tag }: EffectError): StorageFault => {
  switch (_tag) {
    case 'Unavailable':
    case 'TimedOut':
    case 'Throttled':
    case 'Cancelled':
      return {
        ...{ _tag: 'ConnectionError', code: 'NETWORK_UNAVAILABLE' },
        message: 'The store did not answer. Try again later.',
      }
    case 'Conflict':
      return {
        ...{ _tag: 'Conflict', code: 'CONFLICT' },
        message: 'Somebody else was faster. Read the message again, then try once more.',
      }
    case 'Damaged':
      return {
        ...{ _tag: 'InconsistencyError', code: 'INCONSISTENT' },
        message: 'What the store holds is not what was written to it. Verify and repair it, then try once more.',
      }
    case 'NotFound':
      return badCollection('it is not there', 'Make it.')
    case 'Denied':
    case 'Rejected':
    case 'Declined':
    case 'BadAnswer':
    case 'Unsupported':
    case 'OverBudget':
    case 'Defect':
      return badCollection(`the store answered ${_tag}`, 'See the cause.')
  }
}
