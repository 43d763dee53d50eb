/** A point in time: milliseconds since 1970-01-01T00:00:00Z, as given by the clock port. */
export type Instant = number

/** ISO-8601 in UTC with milliseconds and `Z`. Spec cf14 3. */
export const toIso = (at: Instant): string => new Date(at).toISOString()
