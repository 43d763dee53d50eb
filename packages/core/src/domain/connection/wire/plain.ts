/** Bounds of what a client may send, whatever it means. Spec resilience 17.1. */
const mostDepth = 8
const mostKeys = 256
const mostItems = 1000

const protoKeys: readonly string[] = ['__proto__', 'constructor', 'prototype']
/** Control characters other than tab and line ends, and halves of surrogate pairs. */
const unwelcome = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\p{Surrogate}]/u

/** What is wrong with a value from outside, before anybody asks what it means; undefined where nothing is. */
export const faultOfPlain = (value: unknown, depth = 0): string | undefined => {
  if (typeof value === 'string') return textFault(value)
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'a number is too large'
  if (typeof value !== 'object' || value === null) return undefined
  if (depth >= mostDepth) return `it is nested more than ${mostDepth} deep`
  return Array.isArray(value) ? listFault(value, depth) : membersFault(value, depth)
}

const textFault = (text: string): string | undefined =>
  unwelcome.test(text) ? 'a text holds a control character or half a surrogate pair' : undefined

const listFault = (list: readonly unknown[], depth: number): string | undefined =>
  list.length > mostItems ? `a list has more than ${mostItems} items` : firstFault(list, depth)

const membersFault = (members: object, depth: number): string | undefined => {
  const keys = Object.keys(members)
  if (keys.length > mostKeys) return `an object has more than ${mostKeys} members`
  if (keys.some((key) => protoKeys.includes(key))) return 'the name of a member is not allowed'
  return keys.map(textFault).find((fault) => fault !== undefined) ?? firstFault(Object.values(members), depth)
}

const firstFault = (values: readonly unknown[], depth: number): string | undefined => {
  for (const value of values) {
    const fault = faultOfPlain(value, depth + 1)
    if (fault !== undefined) return fault
  }
  return undefined
}

/** Whether a text takes more than so many bytes as UTF-8. */
export const isLongerThan = (bytes: number, text: string): boolean => {
  if (text.length > bytes) return true
  if (text.length * 3 <= bytes) return false
  let length = text.length
  for (let i = 0; i < text.length && length <= bytes; i += 1) {
    const unit = text.charCodeAt(i)
    // Each half of a surrogate pair counts two bytes, which makes its four.
    if (unit > 0x7f) length += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1
  }
  return length > bytes
}
