/** How much happened in the time just gone: pure counting. */
export { counted, counting, emptySliding, slidingWait, type Limit, type Sliding } from './sliding.js'
