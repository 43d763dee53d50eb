import type { Group } from './group.js'
import type { Series } from './measure.js'
import type { Figure } from './figures.js'
import { spreadOf } from './statistics.js'
import type { Verdict } from './targets.js'

/** A table for people: columns as wide as their widest cell, the first to the left, the rest to the right. */
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => (row[i] ?? '').length)))
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n')
}

const number = (value: number): string =>
  value.toLocaleString(
    'en-US',
    value < 100 ? { minimumFractionDigits: 2, maximumFractionDigits: 2 } : { maximumFractionDigits: 0 },
  )

/** A group as a table: cost per effect, its spread over the rounds, and a whole run. */
export const groupTable = ({ name, about }: Group, series: readonly Series[]): string => {
  const rows = series.map((one) => {
    const { median, p25, p75, least } = spreadOf(one.microseconds)
    return [
      one.name,
      number(one.effects).replace('.00', ''),
      number(median),
      `${number(p25)} .. ${number(p75)}`,
      number(least),
      number((median * one.effects) / 1000),
    ]
  })
  return `${name}: ${about}\n${table(['', 'effects', 'µs/effect', 'middle half', 'least', 'run in ms'], rows)}`
}

/** A small ratio reads better as a fraction. */
const ratio = (value: number): string =>
  value < 0.1 ? `1/${number(1 / value).replace(/\.\d+$/u, '')}` : `${value.toFixed(3)} x`

/** All targets, each with what was found. */
export const targetTable = (verdicts: readonly Verdict[]): string => {
  const rows = verdicts.map(({ ours, theirs, ratio: found, most, met }) => [
    `${ours}  /  ${theirs}`,
    ratio(found.median),
    `${ratio(found.p25)} .. ${ratio(found.p75)}`,
    `<= ${ratio(most)}`,
    met ? 'met' : 'NOT MET',
  ])
  return `targets: cost per effect, ratios taken within a round\n${table(['ours / theirs', 'median', 'middle half', 'target', ''], rows)}`
}

/** All figures, each with what was wanted. */
export const figureTable = (found: readonly Figure[]): string => {
  const rows = found.map(({ name, value, unit, most, met }) => [
    name,
    `${number(value)} ${unit}`,
    `<= ${number(most)} ${unit}`,
    met ? 'met' : 'NOT MET',
  ])
  return `figures\n${table(['', 'found', 'target', ''], rows)}`
}
