/** Numbers and amounts as a person reads them. */

/** `12,345` */
export const count = (number: number): string => Math.round(number).toLocaleString('en-US')

/** `1 call`, `12 calls` */
export const many = (number: number, noun: string, nouns = `${noun}s`): string =>
  `${count(number)} ${Math.round(number) === 1 ? noun : nouns}`

/** `$0.012300`; millionths of a US dollar, null where no price is known. */
export const usd = (microUsd: number | null): string =>
  microUsd === null ? 'cost unknown' : `$${(microUsd / 1e6).toFixed(6)}`

/** `12.34 s` */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`

/** Words put together so that no line is longer than the width where that can be; every line but the first is indented. */
export const wrapped = (text: string, width: number, indent = ''): string => {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = `${indent}${word}`
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].join('\n')
}

/** A text of at most so many letters; an ellipsis stands for the rest. */
export const cut = (text: string, room: number): string => {
  if (text.length <= room) return text
  const letters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment)
  return letters.length <= room ? text : `${letters.slice(0, Math.max(0, room - 1)).join('')}…`
}
