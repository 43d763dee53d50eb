/** The version of the spec that this loop follows, and of the four systems that it names. Spec chorus 1. */
export const CHORUS_SPEC_VERSION = '0.1.0'
