import type { Finding } from '../../../../kit/fault/index.js'

/** One finding where something is so, none where it is not. */
export const found = (isSo: boolean, at: Pick<Finding, 'path' | 'code'>, message: string): readonly Finding[] =>
  isSo ? [{ ...at, message }] : []

/** A whole number from 0 on. */
export const isWhole = (value: number): boolean => Number.isSafeInteger(value) && value >= 0

/** Milliseconds that a date can be made of. */
export const isInstant = (value: number): boolean => Math.abs(value) <= 8.64e15
