import { describe, expect, it } from 'vitest'
import { embedJson, markup, trusted } from './markup.js'

describe('markup', () => {
  it('escapes whatever is filled in', () => {
    expect(markup`<p title="${'"><b>'}">${`<i>'&`}</p>`.text).toBe(
      '<p title="&quot;&gt;&lt;b&gt;">&lt;i&gt;&#39;&amp;</p>',
    )
  })

  it('leaves markup as it is and joins lists', () => {
    expect(markup`<ul>${['a', 'b<'].map((text) => markup`<li>${text}</li>`)}</ul>`.text).toBe(
      '<ul><li>a</li><li>b&lt;</li></ul>',
    )
    expect(markup`${trusted('<hr>')}${3}`.text).toBe('<hr>3')
  })
})

describe('JSON in a page', () => {
  const value = { text: '</script><!--<script>&\u2028\u2029' }

  it('holds nothing that could end its element', () => {
    expect(embedJson(value).text).not.toMatch(/[<>&\u2028\u2029]/)
  })

  it('reads back as it was', () => {
    expect(JSON.parse(embedJson(value).text)).toEqual(value)
  })
})
