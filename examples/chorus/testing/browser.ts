import { existsSync } from 'node:fs'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'

/** Debian's, or the one that CHROMIUM_PATH names; undefined where there is none. */
export const executablePath = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium'].find(
  (path) => path !== undefined && existsSync(path),
)

/** What to do where there is none. */
export const advice =
  'No browser was found. Install one with `apt-get install -y chromium`, or name one in CHROMIUM_PATH.'

const flags = [
  ...['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  ...['--disable-sync', '--no-first-run', '--disable-quic'],
]

/** Starts a browser that asks nobody for anything by itself. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: flags })

/** A page with what it asked for and complained of. */
export interface Visit {
  readonly page: Page
  /** Hosts that were asked, sockets included. */
  readonly hosts: Set<string>
  /** Errors, dialogs, and what the console said of refusals. */
  readonly complaints: string[]
}

/** Opens a page of its own context. */
export const visit = async (browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visit> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  const page = await context.newPage()
  const [hosts, complaints]: [Set<string>, string[]] = [new Set(), []]
  page.on('request', (request) => hosts.add(new URL(request.url()).host))
  page.on('websocket', (socket) => hosts.add(new URL(socket.url()).host))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('console', (message) => {
    // A socket that is gone is told by the browser itself; the page shows it in its own words.
    if (!/WebSocket|ERR_CONNECTION|Failed to load resource/u.test(message.text())) complaints.push(message.text())
  })
  await page.goto(url)
  return { page, hosts, complaints }
}

/** How far the page is wider than its window, in pixels. */
export const overhang = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
