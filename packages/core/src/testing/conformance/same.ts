/** Where two values of plain data first differ, in words; undefined where they are the same. Numbers may be as far apart as is allowed. */
export const difference = (path: string, [got, wanted]: readonly [unknown, unknown], apart = 0): string | undefined => {
  if (typeof got === 'number' && typeof wanted === 'number')
    return got === wanted || Math.abs(got - wanted) <= apart ? undefined : differs(path, got, wanted)
  if (!isObject(got) || !isObject(wanted)) return got === wanted ? undefined : differs(path, got, wanted)
  if (Array.isArray(got) !== Array.isArray(wanted)) return differs(path, got, wanted)
  if (!isPlain(got)) return `${path} is no plain data`
  if (Array.isArray(got) && Array.isArray(wanted) && got.length !== wanted.length)
    return `${path} has ${got.length} members, wanted ${wanted.length}: ${shown(got)}, wanted ${shown(wanted)}`
  for (const name of new Set([...Object.keys(wanted), ...Object.keys(got)])) {
    const at = Array.isArray(wanted) ? `${path}[${name}]` : `${path}.${name}`
    if (!Object.hasOwn(got, name)) return `${at} is missing, wanted ${shown(wanted[name])}`
    if (!Object.hasOwn(wanted, name)) return `${at} is ${shown(got[name])}, wanted nothing there`
    const inside = difference(at, [got[name], wanted[name]], apart)
    if (inside !== undefined) return inside
  }
  return undefined
}

/** A value in a message, cut short. */
export const shown = (value: unknown): string => {
  const text = value === undefined ? 'undefined' : typeof value === 'bigint' ? `${value}n` : JSON.stringify(value)
  return text.length > 200 ? `${text.slice(0, 197)}...` : text
}

const differs = (path: string, got: unknown, wanted: unknown): string =>
  `${path} is ${shown(got)}, wanted ${shown(wanted)}`

const isObject = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === 'object' && value !== null

/** Neither an instance of a driver's class nor a typed array: those do not survive a journal. */
const isPlain = (value: object): boolean => {
  if (Array.isArray(value)) return true
  const parent: unknown = Object.getPrototypeOf(value)
  return parent === null || parent === Object.prototype
}
