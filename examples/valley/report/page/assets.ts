import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** The style sheets in the order they apply. */
const styles = ['base', 'head', 'map', 'grid', 'lineage', 'call', 'narrow', 'phone', 'print']

/** The scripts in the order they run; each is a list of functions, the last starts them. */
const scripts = ['data', 'dom', 'call', 'lineage', 'relations', 'panel', 'grid', 'route', 'map', 'main']

/** A file of this room with line ends as the browser will hash them. */
const readText = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8').replaceAll('\r\n', '\n')

/** All style sheets as one. */
export const styleText = (): string => styles.map((name) => readText(`../styles/${name}.css`)).join('\n')

/** All scripts as one, in a scope of their own. */
export const scriptText = (): string => {
  const parts = scripts.map((name) => readText(`../client/${name}.js`))
  return `(() => {\n'use strict'\n${parts.join('\n')}\n})()`
}

/** An inline style or script as a content security policy names it. */
export const policyHash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
