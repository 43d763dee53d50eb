import { describe, expect, it } from 'vitest'
import { advice, executablePath } from './testing/browser.js'
import { answer, ask, known, phase, play, scripted, stage, stands } from './testing/stage.js'

const absent = executablePath === undefined
if (absent) console.warn(`The page is not tested in a browser. ${advice}`)
if (absent && process.env['CI'] !== undefined) it('has a browser to test the page in', () => expect.fail(advice))

describe.skipIf(absent)('the page in a browser', () => {
  const { come, served } = stage()

  it('shows what to try, takes a question, fills the six phases and answers with its sources', async () => {
    const server = await served({ threads: [], messages: {} })
    const { page, hosts, complaints } = await come(server.url)
    await page.getByRole('button', { name: 'What is a warm cache good for?' }).click()
    await page.getByLabel('Your question').press('Enter')
    expect((await server.next('create_thread')).data).toMatchObject({ name: 'What is a warm cache good for?' })
    server.tell('new_thread', { thread: { id: 't1', name: 'What is a warm cache good for?' } })
    expect((await server.next('submit_prompt')).data).toEqual({
      prompt: 'What is a warm cache good for?',
      thread_id: 't1',
    })
    play(server, {}, [0, 5])
    await stands(page, 'Action', 'complete')
    await page.getByText('First thought, being reflected on').waitFor()
    expect(await answer(page).innerText()).toBe('A warm cache answers at once.')
    play(server, {}, [5])
    await page.getByText('1 pass · 8 calls · 1,200 tokens').waitFor()
    expect(await answer(page).innerText()).toBe(
      'A warm cache already holds what is asked for 1, so it answers without the disk.\n\nWarm it with warm().',
    )
    expect(await page.locator('.phase[data-status="complete"]').count()).toBe(6)
    expect(await page.locator('.answer code').innerText()).toBe('warm()')
    expect(complaints).toEqual([])
    expect([...hosts]).toEqual([new URL(server.url).host])
  })

  it('leads from a citation to what it cites, with how near that is, and closes by Escape', async () => {
    const server = await served()
    const { page } = await come(server.url)
    await ask(page, 'What is a warm cache?')
    await server.next('submit_prompt')
    play(server)
    await page.locator('.answer').getByRole('button', { name: 'Source 1' }).click()
    const card = page.locator('.prior:focus')
    expect(await card.innerText()).toContain('A cold cache answers from the disk')
    expect(await card.innerText()).toContain('0.830')
    expect(await card.getByRole('meter').getAttribute('value')).toBe('0.83')
    expect(await page.locator('.prior').count()).toBe(2)
    await page.keyboard.press('Escape')
    expect(await page.locator('.panel').isVisible()).toBe(false)
    expect(await page.evaluate('document.activeElement.textContent')).toContain('Experience')
    await page.getByRole('list', { name: 'Sources' }).getByRole('button').press('Enter')
    expect(await card.innerText()).toContain('A cold cache answers from the disk')
  })

  it('streams a phase that is open, and each can be opened to be read', async () => {
    const server = await served()
    const { page } = await come(server.url)
    await ask(page, 'What is a warm cache?')
    await server.next('submit_prompt')
    play(server, {}, [0, 2])
    await phase(page, 'Action').click()
    await page.locator('.panel').getByText('A warm cache', { exact: true }).waitFor()
    play(server, {}, [2, 4])
    await page.locator('.panel').getByText('A warm cache answers at once.').waitFor()
    play(server, {}, [4])
    for (const [name, words] of [
      ['Experience', 'Memory knows the cold one.'],
      ['Intention', 'To warm one.'],
      ['Observation', 'Which cache?'],
      ['Update', 'It is enough.'],
      ['Yield', 'Warm means seen.'],
    ] as const) {
      await phase(page, name).press('Enter')
      await page.locator('.panel').getByText(words).waitFor()
      expect(await phase(page, name).getAttribute('aria-expanded')).toBe('true')
    }
  })

  it('goes on where it was after a reload in the middle, and shows nothing twice', async () => {
    const server = await served()
    const { page } = await come(server.url)
    await ask(page, 'What is a warm cache?')
    await server.next('submit_prompt')
    play(server, {}, [0, 6])
    await stands(page, 'Experience', 'running')
    const closed = page.waitForEvent('load')
    await page.reload()
    await closed
    expect(await page.locator('.prompt').innerText()).toBe('What is a warm cache?')
    expect(await answer(page).innerText()).toBe('A warm cache answers at once.')
    play(server, {}, [6])
    await page.getByText('1 pass · 8 calls').waitFor()
    expect(await page.locator('.turn').count()).toBe(1)
    await phase(page, 'Experience').click()
    expect(await page.locator('.prior').count()).toBe(2)
    expect(server.said.filter(({ type }) => type === 'submit_prompt')).toHaveLength(1)
  })

  it('gets what was told while it was away, and shows how it stands with the server', async () => {
    const server = await served()
    const { page } = await come(server.url)
    await page.getByText('live', { exact: true }).waitFor()
    await ask(page, 'What is a warm cache?')
    await server.next('submit_prompt')
    play(server, {}, [0, 8])
    await stands(page, 'Experience', 'running')
    server.drop()
    play(server, {}, [8])
    await page.getByText('1 pass · 8 calls').waitFor()
    await page.getByText('live', { exact: true }).waitFor()
    expect(await page.locator('.phase[data-status="complete"]').count()).toBe(6)
  })

  it('takes up a question again that a new server goes on with, and says so until then', async () => {
    const server = await served()
    const { page } = await come(server.url)
    await ask(page, 'What is a warm cache?')
    await server.next('submit_prompt')
    play(server, {}, [0, 6])
    await stands(page, 'Experience', 'running')
    server.forget({ thread: null, loops: [] })
    await page.getByText('The server was started anew.').waitFor()
    play(server, {}, [0])
    await page.getByText('1 pass · 8 calls').waitFor()
    expect(await page.locator('.turn').count()).toBe(1)
  })

  it('says in place what went wrong and what to do next, and asks again', async () => {
    const server = await served()
    const { page } = await come(server.url)
    await ask(page, 'What?')
    const { id } = await server.next('submit_prompt')
    server.tell('error', {
      code: 'RATE_LIMITED',
      message: 'Too many questions in this hour.',
      retryable: true,
      ref_id: id,
    })
    await page.getByRole('alert').getByText('Wait a little and ask again.').waitFor()
    await page.getByRole('button', { name: 'Ask again' }).click()
    await server.next('submit_prompt')
    const said = { loop_id: 'L2', thread_id: 't1', iteration: 0 }
    const error = { class: 'AIError', code: 'AI_UNAVAILABLE', message: 'The model does not answer.', retryable: true }
    server.tell('chorus_response', { ...said, seq: 1, step: 'action', status: 'running', content: null })
    server.tell('chorus_response', { ...said, seq: 2, step: 'action', status: 'error', content: null, error })
    server.tell('state_update', { ...said, seq: 3, status: 'failed', iterations: 0, usage: {}, degraded: [] })
    await page.getByRole('alert').getByText('is the model there, is its key right?').waitFor()
    expect(await page.locator('.turn').count()).toBe(1)
    expect(await phase(page, 'Action').getAttribute('data-status')).toBe('error')
  })

  it('stops a loop', async () => {
    const server = await served()
    const { page } = await come(server.url)
    await ask(page, 'What?')
    await server.next('submit_prompt')
    play(server, {}, [0, 5])
    await page.getByRole('button', { name: 'Stop' }).click()
    expect((await server.next('cancel')).data).toEqual({ loop_id: 'L1' })
    server.tell('state_update', {
      loop_id: 'L1',
      thread_id: 't1',
      seq: 6,
      status: 'cancelled',
      iterations: 0,
      usage: {},
      degraded: [],
    })
    await page.getByText('Stopped.').waitFor()
  })

  it('shows the conversation of another thread when it is chosen', async () => {
    const message = (id: string, role: string, content: string) => ({
      id,
      role,
      content,
      created_at: '2026-01-01T00:00:00Z',
    })
    const messages = { t2: [message('m1', 'user', 'When?'), message('m2', 'assistant', 'In spring [^1].')] }
    const server = await served({ ...known, messages })
    const { page } = await come(server.url)
    await page.getByRole('button', { name: 'Floods' }).click()
    await page.getByText('In spring').waitFor()
    expect(await page.locator('.prompt').innerText()).toBe('When?')
    expect(await page.getByRole('button', { name: 'Floods' }).getAttribute('aria-current')).toBe('true')
    expect(await page.locator('.answer button').count()).toBe(0)
    await page.getByRole('button', { name: 'New thread' }).click()
    await page.getByRole('heading', { name: 'Ask something' }).waitFor()
  })

  it('says that no model is set up, and what to start the server with', async () => {
    const server = await served(known, { ...scripted, model: { kind: 'none', name: '' } })
    const { page } = await come(server.url)
    await page.getByText('npm run chorus -- --model scripted').waitFor()
    await page.getByLabel('Your question').fill('What?')
    await page.getByLabel('Your question').press('Enter')
    expect(await page.getByRole('button', { name: 'Ask', exact: true }).isDisabled()).toBe(true)
    expect(await page.getByLabel('Your question').inputValue()).toBe('What?')
    expect(server.said.some(({ type }) => type === 'submit_prompt')).toBe(false)
  })
})
