/** What one member of a record must be, in a check and in words. */
export interface Rule {
  readonly is: (value: unknown) => boolean
  readonly wanted: string
  readonly isOptional?: true
}

/** What the members of a record must be; members it does not name are passed over. */
export type Shape = { readonly [name: string]: Rule }

/** Members by name, as JSON has them. */
export type Members = { readonly [name: string]: unknown }

/** The same rule for a member that may be missing. */
export const optional = (rule: Rule): Rule => ({ ...rule, isOptional: true })

/** The same rule for a member that may be null. */
export const orNull = ({ is, wanted }: Rule): Rule => ({
  is: (value) => value === null || is(value),
  wanted: `${wanted}, or null`,
})

/** A text of a length in UTF-16 units. */
export const text = (least: number, most: number): Rule => ({
  is: (value) => typeof value === 'string' && value.length >= least && value.length <= most,
  wanted: `a text of ${least} to ${most} characters`,
})

/** A text of any length. */
export const anyText: Rule = { is: (value) => typeof value === 'string', wanted: 'a text' }

const idForm = /^[A-Za-z0-9:._-]{1,128}$/u

/** An id of the host's or of a client's. */
export const id: Rule = {
  is: (value) => typeof value === 'string' && idForm.test(value),
  wanted: 'an id of 1 to 128 letters, digits, ":", ".", "_" and "-"',
}

/** A whole number in a range. */
export const whole = (least: number, most = Number.MAX_SAFE_INTEGER): Rule => ({
  is: (value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most,
  wanted: `a whole number from ${least} to ${most}`,
})

/** Yes or no. */
export const truth: Rule = { is: (value) => typeof value === 'boolean', wanted: 'true or false' }

/** A list of anything. */
export const list: Rule = { is: Array.isArray, wanted: 'a list' }

/** An object of anything. */
export const record: Rule = { is: (value) => isRecord(value), wanted: 'an object' }

/** Any JSON. */
export const anything: Rule = { is: (value) => value !== undefined, wanted: 'a value' }

const isoForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/u

/** A point in time with its zone. */
export const iso: Rule = {
  is: (value) => typeof value === 'string' && isoForm.test(value) && !Number.isNaN(Date.parse(value)),
  wanted: 'a time as ISO 8601 writes it, with its zone',
}

/** An object with the members of a shape. */
export const shaped = (shape: Shape): Rule => ({
  is: (value) => isRecord(value) && faultIn(value, shape) === undefined,
  wanted: `an object with ${Object.keys(shape).join(', ')}`,
})

/** Whether a value is an object with members, and no list. */
export const isRecord = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The first member that is not as it must be, without its value; undefined where all are. */
export const faultIn = (members: Members, shape: Shape): string | undefined => {
  const name = Object.keys(shape).find((each) => !holds(shape[each], ownMember(members, each)))
  return name === undefined ? undefined : `${name}: wanted ${shape[name]?.wanted ?? 'another value'}`
}

const holds = (rule: Rule | undefined, value: unknown): boolean =>
  rule === undefined || (value === undefined ? rule.isOptional === true : rule.is(value))

/** A member of the object itself; nothing of what all objects share. */
export const ownMember = (members: Members, name: string): unknown =>
  Object.hasOwn(members, name) ? members[name] : undefined

/** The members a shape names, without the others. */
export const only = (members: Members, shape: Shape): Members =>
  Object.fromEntries(
    Object.entries(members).filter(([name, value]) => Object.hasOwn(shape, name) && value !== undefined),
  )
