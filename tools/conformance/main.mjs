import { capabilities } from './capabilities.mjs'
import { stores } from './stores.mjs'
import { told } from './told.mjs'

const names = Object.keys(stores)
const words = process.argv.slice(2)

/** Runs all cases on one store; whether none failed. */
const run = async (name) => {
  const opened = await stores[name].open()
  if (opened._tag === 'Missing') {
    console.error(`${name}: ${opened.sentence}`)
    return false
  }
  try {
    return await told(opened.subject)
  } finally {
    await opened.end()
  }
}

if (words.includes('--capabilities') || words.includes('--write'))
  process.exit(capabilities(words.includes('--write')) ? 0 : 1)
else if (words.length !== 1 || !names.includes(words[0])) {
  console.error(`Say which store: npm run conformance -- ${names.join('|')}`)
  process.exit(2)
} else process.exit((await run(words[0])) ? 0 : 1)
