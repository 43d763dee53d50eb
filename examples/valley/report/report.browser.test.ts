import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hostile, hostileRun, partialRun, runOf, speaking, wholeRun } from './example-runs.js'
import { renderReport } from './index.js'

const executablePath = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium'].find(
  (path) => path !== undefined && existsSync(path),
)
const advice = 'No browser was found. Install one with `apt-get install -y chromium`, or name one in CHROMIUM_PATH.'
const absent = executablePath === undefined
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
]

if (absent) console.warn(`The report is not tested in a browser. ${advice}`)
if (absent && process.env['CI'] !== undefined) it('has a browser to test the report in', () => expect.fail(advice))

describe.skipIf(absent)('the report in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'report-'))
  const address = (name: string): string => pathToFileURL(join(folder, `${name}.html`)).href
  let browser: Browser

  beforeAll(async () => {
    const endless = speaking(() => 'unbroken'.repeat(40))
    const long = speaking(() =>
      'The town must name what its harbour already rests on before it decides what to hold. '.repeat(4),
    )
    const runs = {
      whole: await wholeRun(),
      partial: await partialRun(),
      hostile: await hostileRun(),
      endless: await runOf(endless, { problem: 'unbroken'.repeat(60) }),
      long: await runOf(long),
    }
    for (const [name, input] of Object.entries(runs)) writeFileSync(join(folder, `${name}.html`), renderReport(input))
    browser = await chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: flags })
  })

  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true })
  })

  /** Opens a page, hands it over, and returns every address it asked for and every complaint of the browser. */
  const visit = async (place: string, use: (page: Page) => Promise<void>, options: BrowserContextOptions = {}) => {
    const [name = '', hash] = place.split('#')
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
    const page = await context.newPage()
    const [requests, complaints]: [string[], string[]] = [[], []]
    page.on('request', (request) => requests.push(request.url()))
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => complaints.push(message.text()))
    page.on('dialog', (dialog) => complaints.push(dialog.message()))
    await page.goto(`${address(name)}${hash === undefined ? '' : `#${hash}`}`)
    await use(page)
    await context.close()
    return { requests, complaints }
  }

  const focused = (page: Page): Promise<string> =>
    page.evaluate('document.activeElement?.closest("td")?.id ?? document.activeElement?.id ?? ""')
  /** Reads something off every element that a selector finds. The expression runs in the page and knows the element as `one`. */
  const readAll = <A>(page: Page, selector: string, expression: string): Promise<readonly A[]> =>
    page.evaluate(`[...document.querySelectorAll(${JSON.stringify(selector)})].map((one) => ${expression})`)
  const heading = (page: Page) => page.locator('#lineage-name')
  const hashOf = (page: Page): string => new URL(page.url()).hash

  it('is walked with the keyboard alone, and gives the focus back', async () => {
    await visit('whole', async (page) => {
      await page.keyboard.press('Tab')
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the matrices')
      await page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
      expect(await focused(page)).toBe('A/0,0')
      await page.keyboard.press('Tab')
      expect(await focused(page)).toBe('B/0,0')
      await page.keyboard.press('Tab')
      for (const key of ['ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowLeft', 'ArrowLeft'])
        await page.keyboard.press(key)
      expect(await focused(page)).toBe('C/2,0')
      await page.keyboard.press('End')
      expect(await focused(page)).toBe('C/2,3')
      await page.keyboard.press('Control+Home')
      expect(await focused(page)).toBe('C/0,0')
      await page.keyboard.press('Enter')
      expect(await focused(page)).toBe('lineage-name')
      expect(await heading(page).innerText()).toContain('C[0,0]')
      await page.keyboard.press('Escape')
      expect(await focused(page)).toBe('C/0,0')
      expect(await heading(page).innerText()).toBe('Lineage')
      expect(await page.locator('#C button[tabindex="0"]').count()).toBe(1)
      await page.keyboard.press('Space')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      expect(await focused(page)).toBe('C/0,0')
    })
  })

  it('tells how C[0,0] came about', async () => {
    await visit('whole', async (page) => {
      await page.getByRole('button', { name: /C\[0,0\]/ }).click()
      expect(await page.locator('.pairs > li').count()).toBe(4)
      const operands = await readAll(page, '.pairs .kin', 'one.getAttribute("href")')
      expect(operands).toEqual(['#A/0,0', '#B/0,0', '#A/0,1', '#B/1,0', '#A/0,2', '#B/2,0', '#A/0,3', '#B/3,0'])
      expect(await page.locator('.product-text').allInnerTexts()).toHaveLength(4)
      expect(await page.locator('.readings > li').count()).toBe(3)
      expect(await page.locator('.states > li').count()).toBe(4)
      expect(await page.locator('[data-relation="operand"]').count()).toBe(8)
      expect(await readAll(page, '[data-relation="dependent"]', 'one.id')).toEqual(['F/0,0'])
      await page.locator('.call summary').first().click()
      const hash = page.locator('.call .hash').first()
      expect(await hash.innerText()).toMatch(/^[0-9a-f]{12}…$/)
      await hash.click()
      expect(await hash.innerText()).toMatch(/^[0-9a-f]{64}$/)
    })
  })

  it('is walked from cell to cell, with the address, the trail and Back keeping up', async () => {
    await visit('whole#X/2,3', async (page) => {
      expect(await heading(page).innerText()).toContain('X[2,3]')
      expect(await focused(page)).toBe('lineage-name')
      for (const key of ['K/2,0', 'D/0,2']) await page.locator(`#lineage [data-walk="${key}"]`).click()
      expect(hashOf(page)).toBe('#D/0,2')
      expect(await page.locator('.trail li').allInnerTexts()).toEqual(['X[2,3]', 'K[2,0]', 'D[0,2]'])
      await page.goBack()
      expect(await heading(page).innerText()).toContain('K[2,0]')
      await page.goForward()
      await page.locator('.trail a').first().click()
      expect(hashOf(page)).toBe('#X/2,3')
      expect(await page.locator('.trail').count()).toBe(0)
      await page.getByRole('button', { name: 'Close' }).click()
      expect(hashOf(page)).toBe('#X')
      expect(await focused(page)).toBe('X/2,3')
    })
  })

  it.each(['whole#C/9,9', 'whole#%', 'whole#__proto__', 'whole#C'])('stays calm at the address %s', async (place) => {
    const { complaints } = await visit(place, async (page) => expect(await heading(page).innerText()).toBe('Lineage'))
    expect(complaints).toEqual([])
  })

  it('tells why a cell failed', async () => {
    await visit('partial', async (page) => {
      await page.locator('.status a').click()
      expect(await heading(page).innerText()).toContain('C[0,1]')
      expect(await focused(page)).toBe('lineage-name')
      expect(await page.locator('.failure').innerText()).toContain('Unavailable: this resolver was told to fail')
      expect(await page.locator('.missing').count()).toBe(4)
    })
  })

  it.each([
    ['whole', 390],
    ['long', 390],
    ['endless', 390],
    ['endless', 320],
    ['endless', 800],
    ['endless', 1100],
    ['endless', 1280],
  ])('never scrolls sideways: %s at %i', async (name, width) => {
    await visit(
      name,
      async (page) => {
        const overhang = () =>
          page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
        expect(await overhang()).toBe(0)
        await page.locator('#X button').nth(5).click()
        expect(await overhang()).toBe(0)
        expect(
          await page.evaluate('((panel) => panel.scrollWidth - panel.clientWidth)(document.getElementById("lineage"))'),
        ).toBe(0)
      },
      { viewport: { width, height: 844 } },
    )
  })

  it('keeps the open cell in sight above the sheet on a phone', async () => {
    const phone = { viewport: { width: 390, height: 844 } }
    await visit(
      'whole',
      async (page) => {
        await page.locator('#E button').last().click()
        const [cell, sheet] = [
          await page.locator('[id="E/2,2"]').boundingBox(),
          await page.locator('#lineage').boundingBox(),
        ]
        expect((cell?.y ?? 0) + (cell?.height ?? 0)).toBeLessThanOrEqual(sheet?.y ?? 0)
        expect(cell?.y ?? -1).toBeGreaterThanOrEqual(0)
      },
      phone,
    )
  })

  it('shows hostile texts as texts, even where no policy guards the page', async () => {
    const { requests, complaints } = await visit(
      'hostile',
      async (page) => {
        for (const cell of ['A/0,0', 'C/0,0', 'D/0,0', 'X/1,1', 'X/0,0']) {
          await page.locator(`[id="${cell}"] button`).click()
          for (const summary of await page.locator('#lineage summary').all()) await summary.click()
        }
        expect(await page.title()).not.toBe('taken')
        expect(await page.locator('img').count()).toBe(0)
        expect(await page.locator('script').count()).toBe(2)
        expect(await page.locator('h1').textContent()).toContain("<script>document.title='taken'</script>")
        expect(await page.locator('#lineage').textContent()).toContain(hostile.trim().slice(0, 40))
      },
      { bypassCSP: true },
    )
    expect(complaints).toEqual([])
    expect(requests).toEqual([address('hostile')])
  })

  it('asks for nothing but itself, and nothing in it is refused by its own policy', async () => {
    const { requests, complaints } = await visit('whole#C/0,0', async (page) => {
      await page.locator('#lineage .kin').first().click()
      expect(await page.evaluate('document.documentElement.className')).toBe('js')
      expect(await page.evaluate('getComputedStyle(document.querySelector(".place-A")).position')).toBe('absolute')
    })
    expect({ requests, complaints }).toEqual({ requests: [address('whole')], complaints: [] })
  })

  it('is a readable document without a script', async () => {
    await visit(
      'whole',
      async (page) => {
        expect(await page.getByRole('table').count()).toBe(15)
        expect(await page.locator('button').count()).toBe(0)
        expect(await page.locator('#lineage').isVisible()).toBe(false)
        expect(await page.locator('[id="A/0,0"]').innerText()).toBe('Values')
      },
      { javaScriptEnabled: false },
    )
  })

  it('names everything, skips no heading, and uses each id once', async () => {
    await visit('whole#C/0,0', async (page) => {
      const levels = await readAll<number>(page, 'h1,h2,h3,h4', 'Number(one.tagName.slice(1))')
      expect(levels.filter((level) => level === 1)).toHaveLength(1)
      expect(levels.every((level, i) => level <= (levels[i - 1] ?? 0) + 1)).toBe(true)
      const ids = await readAll<string>(page, '[id]', 'one.id')
      expect(new Set(ids).size).toBe(ids.length)
      const names = await readAll<string>(page, 'button, a', 'one.getAttribute("aria-label") ?? one.textContent')
      expect(names.filter((name) => name.trim() === '')).toEqual([])
      expect(await page.getByRole('grid', { name: /^C A \* B$/ }).count()).toBe(1)
      expect(await page.getByRole('gridcell').count()).toBe(167 + 15)
      expect(await page.getByRole('main').count()).toBe(1)
      expect(await page.getByRole('banner').count()).toBe(1)
      expect(await page.getByRole('region', { name: 'C[0,0]' }).count()).toBe(1)
      expect(await readAll(page, '[role=grid]', `one.querySelectorAll('button[tabindex="0"]').length`)).toEqual(
        Array(15).fill(1),
      )
    })
  })
})
