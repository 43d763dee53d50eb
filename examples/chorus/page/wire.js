/** Reads values of the wire: what is not there or of another kind reads as nothing, so that no message can break the page. */

/** @typedef {import('./model.js').Data} Data */

/**
 * @param {unknown} value
 * @returns {Data}
 */
export const asData = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? /** @type {Data} */ (value) : {}

/**
 * @param {unknown} value
 * @returns {readonly unknown[]}
 */
export const asList = (value) => (Array.isArray(value) ? value : [])

/**
 * @param {unknown} value
 * @returns {readonly string[]}
 */
export const asTexts = (value) => asList(value).filter((one) => typeof one === 'string')

/**
 * @param {unknown} value
 * @returns {string}
 */
export const asText = (value) => (typeof value === 'string' ? value : '')

/**
 * @param {unknown} value
 * @returns {number}
 */
export const asNumber = (value) => (typeof value === 'number' && Number.isFinite(value) ? value : 0)

/**
 * @param {unknown} value
 * @returns {import('./model.js').ThreadState}
 */
export const threadIn = (value) => ({ id: asText(asData(value)['id']), name: asText(asData(value)['name']) })

/**
 * @param {unknown} value
 * @returns {import('./model.js').Message}
 */
export const messageIn = (value) => {
  const { id, role, content, created_at: createdAt } = asData(value)
  return { id: asText(id), role: asText(role), content: asText(content), createdAt: asText(createdAt) }
}

/**
 * @param {unknown} value
 * @returns {import('./model.js').Prior}
 */
export const priorIn = (value) => ({ ...messageIn(value), similarity: asNumber(asData(value)['similarity']) })

/**
 * @param {unknown} value
 * @returns {import('./model.js').Fault}
 */
export const faultIn = (value) => {
  const { code, message, retryable } = asData(value)
  return { code: asText(code), message: asText(message), retryable: retryable === true }
}
