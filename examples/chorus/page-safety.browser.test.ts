import { describe, expect, it } from 'vitest'
import { advice, executablePath, overhang } from './testing/browser.js'
import { ask, phase, play, stage } from './testing/stage.js'

const absent = executablePath === undefined
if (absent) console.warn(`The page is not tested in a browser. ${advice}`)
if (absent && process.env['CI'] !== undefined) it('has a browser to test the page in', () => expect.fail(advice))

const script = `<img src=x onerror="document.title='taken'"><script>document.title='taken'</script>"'></p>`

describe.skipIf(absent)('the page, whatever it is given', () => {
  const { come, served } = stage()

  it.each([[false], [true]])('shows hostile texts as texts, with its policy bypassed: %s', async (bypassCSP) => {
    const message = { id: 'm', role: 'user', content: script, created_at: script }
    const server = await served({ threads: [{ id: 't1', name: script }], messages: { t1: [message] } })
    const { page, hosts, complaints } = await come(server.url, { bypassCSP })
    await ask(page, `${script}\n\`\`\`${script}\n${script}`)
    await server.next('submit_prompt')
    const fenced = `${script}\n\n\`\`\`js\n${script}\n\`\`\`\n\`${script}\` [^1] [^<b>]`
    play(server, { prior: script, first: script, answer: fenced })
    await page.getByText('1 pass · 8 calls').waitFor()
    for (const name of ['Action', 'Experience', 'Intention', 'Observation', 'Update', 'Yield'])
      await phase(page, name).click()
    server.tell('error', { code: script, message: script, retryable: false })
    await page.locator('#notice').getByRole('alert').waitFor()
    expect(await page.title()).toBe('Chorus')
    expect(await page.locator('img, .turn script, b').count()).toBe(0)
    expect(await page.locator('script').count()).toBe(1)
    expect(await page.locator('.threads button').last().textContent()).toBe(script)
    expect(await page.locator('.answer pre').textContent()).toBe(script)
    expect(complaints).toEqual([])
    expect([...hosts]).toEqual([new URL(server.url).host])
  })

  it.each([320, 390, 800, 1280, 1600])('never scrolls sideways at %i', async (width) => {
    const endless = 'unbroken'.repeat(60)
    const server = await served({ threads: [{ id: 't1', name: endless }], messages: {} })
    const { page } = await come(server.url, { viewport: { width, height: 844 } })
    await ask(page, endless)
    await server.next('submit_prompt')
    play(server, { prior: endless, answer: `${endless} [^1]\n\n\`\`\`\n${endless}\n\`\`\`\n\n\`${endless}\`` })
    await page.getByText('1 pass · 8 calls').waitFor()
    expect(await overhang(page)).toBe(0)
    await phase(page, 'Experience').click()
    expect(await overhang(page)).toBe(0)
    const toggle = page.getByRole('button', { name: 'Threads' })
    if (await toggle.isVisible()) await toggle.click()
    expect(await overhang(page)).toBe(0)
  })

  it('names everything, skips no heading and uses each id once', async () => {
    const server = await served()
    const { page } = await come(server.url)
    await ask(page, 'What is a warm cache?')
    await server.next('submit_prompt')
    play(server)
    await page.getByText('1 pass · 8 calls').waitFor()
    await phase(page, 'Experience').click()
    const ids = await page.evaluate<string[]>('[...document.querySelectorAll("[id]")].map((one) => one.id)')
    expect(new Set(ids).size).toBe(ids.length)
    const names = await page.evaluate<string[]>(
      '[...document.querySelectorAll("button, a")].map((one) => one.getAttribute("aria-label") ?? one.textContent)',
    )
    expect(names.filter((name) => name.trim() === '')).toEqual([])
    const levels = await page.evaluate<number[]>(
      '[...document.querySelectorAll("h1,h2,h3,h4")].map((one) => Number(one.tagName.slice(1)))',
    )
    expect(levels.filter((level) => level === 1)).toHaveLength(1)
    expect(levels.every((level, i) => level <= (levels[i - 1] ?? 0) + 1)).toBe(true)
    expect(await page.locator('.answer').getAttribute('aria-live')).toBe('polite')
    expect(await page.locator('.answer').getAttribute('aria-busy')).toBe('false')
  })
})
