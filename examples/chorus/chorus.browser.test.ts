import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { advice, executablePath, overhang } from './testing/browser.js'
import { launch, type Command } from './testing/command.js'
import { answer, ask, phase, stage, stands } from './testing/stage.js'

vi.setConfig({ testTimeout: 120_000 })

const absent = executablePath === undefined
if (absent) console.warn(`The example is not tested in a browser. ${advice}`)
if (absent && process.env['CI'] !== undefined) it('has a browser to test the example in', () => expect.fail(advice))

const shots = fileURLToPath(new URL('../../out/chorus/', import.meta.url))

describe.skipIf(absent)('the whole in a browser', () => {
  const { come } = stage()
  let folder = ''
  let running: Command[] = []
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chorus-'))
  })
  afterEach(async () => {
    for (const one of running) one.send('SIGKILL')
    await Promise.all(running.map(({ ended }) => ended))
    running = []
    rmSync(folder, { recursive: true, force: true })
  })
  const served = async (...args: readonly string[]) => {
    const command = launch(folder, ['--model', 'scripted', '--store', 'local:kept', ...args])
    running.push(command)
    const [url = ''] = await command.says(/http:\/\/127\.0\.0\.1:\d+\//u)
    return { command, url, port: new URL(url).port }
  }
  const finished = (page: Page, count = 1) =>
    page
      .getByText(/^\d+ pass(?:es)? · /u)
      .nth(count - 1)
      .waitFor()

  it('has a conversation whose second answer rests on the first, and asks nobody else', async () => {
    const { url } = await served('--port', '0', '--pace', '0')
    const { page, hosts, complaints } = await come(url)
    await ask(page, 'What is a warm cache good for?')
    await finished(page)
    await ask(page, 'Is a cold cache worse than a warm cache? Look deeper.')
    await finished(page, 2)
    expect(await page.locator('.turn').count()).toBe(2)
    await page.getByText('2 passes · ').waitFor()
    await answer(page).getByRole('button', { name: 'Source 1' }).click()
    expect(await page.locator('.prior:focus').innerText()).toContain('What is a warm cache good for?')
    expect(await page.locator('.prior').count()).toBe(2)
    await page.reload()
    await finished(page, 2)
    expect(await page.locator('.turn').count()).toBe(2)
    expect(await phase(page, 'Yield').getAttribute('data-status')).toBe('complete')
    expect(complaints).toEqual([])
    expect([...hosts]).toEqual([new URL(url).host])
  })

  it('goes on after a reload in the middle', async () => {
    const { url } = await served('--port', '0', '--pace', '100')
    const { page } = await come(url)
    await ask(page, 'What is a warm cache good for?')
    await stands(page, 'Experience', 'running')
    await page.reload()
    expect(await page.locator('.prompt').innerText()).toBe('What is a warm cache good for?')
    expect(await phase(page, 'Action').getAttribute('data-status')).toBe('complete')
    await finished(page)
    expect(await page.locator('.turn').count()).toBe(1)
    expect(await page.locator('.phase[data-status="complete"]').count()).toBe(6)
  })

  it.each(['SIGKILL', 'SIGINT'] as const)(
    'goes on after the server was ended in the middle by %s and started again',
    async (signal) => {
      const { command, url, port } = await served('--port', '0', '--pace', '100')
      const { page } = await come(url)
      await ask(page, 'What is a warm cache good for?')
      await stands(page, 'Experience', 'running')
      command.send(signal)
      await page.getByText('reconnecting', { exact: true }).waitFor()
      await command.ended
      const again = await served('--port', port, '--pace', '100')
      await again.command.says(/1 question of before goes on/u)
      await finished(page)
      expect(await page.locator('.turn').count()).toBe(1)
      expect(await page.locator('.phase[data-status="complete"]').count()).toBe(6)
      const { page: fresh } = await come(url, { storageState: await page.context().storageState() })
      await fresh.locator('.prompt').waitFor()
      expect(await fresh.locator('.turn').count()).toBe(1)
      expect(await answer(fresh).innerText()).toBe(await answer(page).innerText())
    },
  )

  it('goes on by polling where sockets do not get through', async () => {
    const { url } = await served('--port', '0', '--pace', '0')
    const { page } = await come('about:blank')
    await page.routeWebSocket(/\/ws$/u, (socket) => void socket.close())
    await page.goto(url)
    await page.getByText('polling', { exact: true }).waitFor()
    await ask(page, 'What is a warm cache good for?')
    await finished(page)
    expect(await page.locator('.phase[data-status="complete"]').count()).toBe(6)
  })

  it('takes hostile words for words, in names, questions and answers', async () => {
    const { url } = await served('--port', '0', '--pace', '0')
    const { page, complaints } = await come(url, { bypassCSP: true })
    const script = `<img src=x onerror="document.title='taken'"></textarea><script>document.title='taken'</script>`
    await ask(page, script)
    await finished(page)
    await ask(page, `${script} \`\`\` ${script}`)
    await finished(page, 2)
    for (const name of ['Action', 'Experience', 'Intention', 'Observation', 'Update', 'Yield'])
      await phase(page, name).click()
    await page.reload()
    await finished(page, 2)
    expect(await page.title()).toBe('Chorus')
    expect(await page.locator('img, .turn script').count()).toBe(0)
    expect(await answer(page).textContent()).toContain('<img src=x')
    expect(complaints).toEqual([])
  })

  it.each([
    [320, 'light'],
    [390, 'light'],
    [390, 'dark'],
    [1280, 'light'],
    [1280, 'dark'],
  ] as const)('fits into %i pixels, %s', async (width, colorScheme) => {
    mkdirSync(shots, { recursive: true })
    const shoot = (page: Page, name: string) =>
      page.screenshot({ path: join(shots, `${name}-${width}-${colorScheme}.png`), animations: 'disabled' })
    const { url } = await served('--port', '0', '--pace', '60')
    const { page } = await come(url, { viewport: { width, height: 844 }, colorScheme })
    await page.getByRole('heading', { name: 'Ask something' }).waitFor()
    await page.getByText('This is the scripted demonstration model').waitFor()
    expect(await overhang(page)).toBe(0)
    await shoot(page, 'empty')
    await ask(page, 'What is a warm cache good for?')
    await stands(page, 'Experience', 'running')
    await phase(page, 'Experience').click()
    await shoot(page, 'running')
    await finished(page)
    await ask(page, 'Is a cold cache worse than a warm cache?')
    await finished(page, 2)
    expect(await overhang(page)).toBe(0)
    await shoot(page, 'answered')
    await answer(page).getByRole('button', { name: 'Source 1' }).click()
    expect(await overhang(page)).toBe(0)
    await shoot(page, 'priors')
  })
})
