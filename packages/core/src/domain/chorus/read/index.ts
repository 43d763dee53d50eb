/** How a model's text becomes an output, and how outputs stand on the wire. */
export { findObject, type Members } from './object.js'
export { markerOf, MARKER, withoutMarkers } from './markers.js'
export { readText, unparsable } from './reading.js'
export { outputOf, wireOf } from './wire.js'
