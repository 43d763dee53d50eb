/** Spans for OpenTelemetry: only who imports this loads it. */
export { trace } from './trace.js'
export { spanNames } from './names.js'
