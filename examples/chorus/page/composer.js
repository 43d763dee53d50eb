/**
 * Where a prompt is written: Enter sends, Shift and Enter begin a line.
 *
 * @param {{ readonly form: HTMLElement; readonly field: HTMLElement; readonly hint: HTMLElement }} parts
 * @param {(prompt: string) => void} submit
 */
export const composer = ({ form, field, hint }, submit) => {
  if (!(field instanceof HTMLTextAreaElement) || !(form instanceof HTMLFormElement))
    throw new Error('index.html and its scripts do not belong together.')
  /** @type {string | null} */
  let closed = null
  const fit = () => {
    field.style.height = 'auto'
    field.style.height = `${Math.min(field.scrollHeight + 2, 240)}px`
  }
  const send = () => {
    const prompt = field.value.trim()
    if (prompt === '' || closed !== null) return
    field.value = ''
    fit()
    submit(prompt)
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    send()
  })
  field.addEventListener('input', fit)
  field.addEventListener('keydown', (event) => {
    // While a word is put together from several keys, Enter only takes the word.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    send()
  })
  return {
    /** @param {string} text */
    fill: (text) => {
      field.value = text
      fit()
      field.focus()
    },
    /** @param {string | null} why nothing may be sent now; null where it may */
    close: (why) => {
      closed = why
      form.dataset['closed'] = String(why !== null)
      for (const one of form.querySelectorAll('button')) one.disabled = why !== null
      hint.textContent = why ?? ''
    },
  }
}
