import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { clientBundle } from '../bundle.js'
import { siteOf, type About } from '../site.js'
import { launchBrowser, visit, type Visit } from './browser.js'
import { recordedLoop, type Recording } from './recorded-loop.js'
import { wireServer, type Known, type WireServer } from './wire-server.js'

/** What the page is told of a server with the scripted model. */
export const scripted: About = { model: { kind: 'scripted', name: 'scripted' }, store: 'memory', vectors: 'memory' }

/** Two threads without messages. */
export const known: Known = {
  threads: [
    { id: 't1', name: 'Caches' },
    { id: 't2', name: 'Floods' },
  ],
  messages: {},
}

/** A browser and, for each test, servers that say what the test tells them to; all are closed afterwards. */
export const stage = () => {
  let browser: Browser
  let client: string
  const open: (() => Promise<void>)[] = []
  beforeAll(async () => {
    client = await clientBundle()
    browser = await launchBrowser()
  })
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close()
  })
  afterAll(() => browser.close())
  const come = async (url: string, options: BrowserContextOptions = {}): Promise<Visit> => {
    const visited = await visit(browser, url, options)
    open.push(() => visited.page.context().close())
    return visited
  }
  return {
    come,
    served: async (held: Known = known, about: About = scripted): Promise<WireServer> => {
      const server = await wireServer(siteOf({ client, about }), held)
      open.push(server.close)
      return server
    },
  }
}

/** Types a question and sends it. */
export const ask = async (page: Page, prompt: string): Promise<void> => {
  await page.getByLabel('Your question').fill(prompt)
  await page.getByLabel('Your question').press('Enter')
}

/** Tells the events of the recorded loop, or some of them. */
export const play = (
  server: WireServer,
  recording: Partial<Recording> = {},
  [from, to]: readonly [number, number?] = [0],
): void => {
  for (const { type, data } of recordedLoop({ loopId: 'L1', thread: 't1', ...recording }).slice(from, to))
    server.tell(type, data)
}

/** The newest turn's phase. */
export const phase = (page: Page, name: string): Locator =>
  page
    .locator('.turn')
    .last()
    .getByRole('button', { name: new RegExp(`^${name}`, 'u') })

/** Resolves once the phase stands so. */
export const stands = (page: Page, name: string, status: string): Promise<void> =>
  phase(page, name)
    .and(page.locator(`[data-status="${status}"]`))
    .waitFor()

/** What the newest turn says. */
export const answer = (page: Page): Locator => page.locator('.answer').last()
