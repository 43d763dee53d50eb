import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hostile, hostileRun, partialRun, wholeRun } from './example-runs.js'
import { renderReport } from './index.js'

const hashesIn = (html: string, tag: string): readonly string[] =>
  [...html.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, 'g'))].map(
    ([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  )

describe('the report page', async () => {
  const html = renderReport(await wholeRun())

  it('allows its own style and its own script by hash, and nothing else', () => {
    const policy =
      /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]?.replaceAll('&#39;', "'") ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe')
    expect(hashesIn(html, 'style')).toEqual([/style-src ('[^']*')/.exec(policy)?.[1]])
    expect(hashesIn(html, 'script')).toEqual([/script-src ('[^']*')/.exec(policy)?.[1]])
  })

  it('names no other address', () => {
    const body = html.replace(/<meta http-equiv[^>]*>/, '')
    expect(body.match(/https?:|["'(]\/\/|url\((?!#)|@import|<link|<iframe| src=/gi)).toBeNull()
  })

  it('holds every matrix as a table with headers and a caption, readable without a script', () => {
    expect(
      [...html.matchAll(/<table role="table" aria-labelledby="(\w)-name"/g)].map(([, name]) => name).join(''),
    ).toBe('ABCJFDKXZGTERPH')
    expect(html.match(/<td role="cell" id="/g)).toHaveLength(167)
    expect(html.match(/<caption>/g)).toHaveLength(15)
    expect(html).toContain('<th scope="row" role="rowheader" dir="auto">Normative</th>')
  })

  it('gives the same page for the same run', async () => {
    const input = await wholeRun()
    expect(renderReport(input)).toBe(renderReport(input))
  })

  it('marks failed cells with their cause', async () => {
    const partial = renderReport(await partialRun())
    expect(partial).toContain('<strong class="mark">Failed</strong>')
    expect(partial).toContain('Unavailable: this resolver was told to fail')
    expect(partial).toContain('Incomplete: 1 failed.')
  })
})

describe('hostile texts', () => {
  it('never stand in the page as markup', async () => {
    const html = renderReport(await hostileRun())
    expect(html).not.toContain(hostile)
    expect(html).not.toContain('<img')
    expect(html.match(/<script/g)).toHaveLength(2)
    expect(html.match(/<\/script/g)).toHaveLength(2)
    expect(html.match(/<\/style/g)).toHaveLength(1)
  })
})

describe('the colours', () => {
  const css = readFileSync(new URL('styles/base.css', import.meta.url), 'utf8')
  const [light = '', dark = ''] = css.split('@media (prefers-color-scheme: dark)')
  const colourIn = (part: string, name: string): string =>
    new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(part)?.[1] ?? name

  it.each([
    ['light', light],
    ['dark', dark],
  ])('keep a contrast of 4.5 in the %s scheme', (_, part) => {
    const pairs = [
      ...['paper', 'sheet', 'earth', 'wash', 'fail-wash'].map((ground) => ['ink', ground]),
      ...['paper', 'sheet', 'earth', 'wash', 'fail-wash'].map((ground) => ['quiet', ground]),
      ...['paper', 'sheet', 'wash'].map((ground) => ['accent', ground]),
      ...['paper', 'sheet', 'fail-wash'].map((ground) => ['fail', ground]),
      ...['accent', 'fail'].map((ground) => ['on-accent', ground]),
    ]
    const weak = pairs.filter(
      ([text = '', ground = '']) => contrast(colourIn(part, text), colourIn(part, ground)) < 4.5,
    )
    expect(weak).toEqual([])
  })
})

/** WCAG 2.2, relative luminance. */
const luminance = (hex: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

const contrast = (one: string, other: string): number => {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}
