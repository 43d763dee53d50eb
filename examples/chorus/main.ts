import * as E from 'fp-ts/lib/Either.js'
import { badUsage, exit, wentWrong, type Refusal } from '../valley/exit.js'
import { messageOf } from '../valley/message.js'
import { readArgs, type Args } from './args.js'
import { clientBundle } from './bundle.js'
import { hostOf, type Host } from './host.js'
import { chatOf, speakerAbout } from './model.js'
import { siteOf } from './site.js'
import { storesAt } from './stores.js'
import { usage } from './usage.js'

const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`)
const complain = (sentence: string): void => void process.stderr.write(`${sentence}\n`)

const refuse = ({ code, lines }: Refusal): number => {
  lines.forEach(complain)
  return code
}

/** The whole command: reads its arguments, serves until Ctrl-C, resolves to the exit code. */
const main = async (): Promise<number> => {
  const args = readArgs(process.argv.slice(2), process.env)
  if (E.isLeft(args)) return refuse(badUsage(...args.left, 'Run with --help for the options.'))
  if (args.right === 'help') {
    process.stdout.write(usage)
    return exit.complete
  }
  try {
    return await served(args.right)
  } catch (thrown) {
    return refuse(
      wentWrong(`Something broke that should not: ${messageOf(thrown)}. What was kept is kept; please report it.`),
    )
  }
}

const served = async (args: Args): Promise<number> => {
  const { speaker, modelUrl, audience, port } = args
  const chat = await chatOf(speaker, { modelUrl, env: process.env })
  if (E.isLeft(chat)) return refuse(badUsage(chat.left))
  const stores = await storesAt(args.store, args.vectors, process.env)
  const about = { model: speakerAbout(speaker), store: stores.store, vectors: stores.vectors }
  const site = siteOf({ client: await clientBundle(), about })
  const host = await hostOf({ chat: chat.right, stores, site, audience, complain })
  if (E.isLeft(host)) {
    await stores.close()
    const { doing, because, next } = host.left
    return refuse(
      wentWrong(
        `The stores are not ready (${stores.store}; memory is searched in ${stores.vectors}): cannot ${doing}: ${because}. ${next}`,
      ),
    )
  }
  const ended = untilInterrupted(host.right)
  const listening = await host.right.server.start({ host: '127.0.0.1', port })()
  if (E.isLeft(listening)) {
    await host.right.close()
    return refuse(
      wentWrong(`Port ${port} cannot be had: ${listening.left.because}. End who has it, or give another with --port.`),
    )
  }
  introduce(args, host.right, { about, port: listening.right.port })
  return ended
}

const introduce = (
  { speaker }: Args,
  { takenUp }: Host,
  { about, port }: { readonly about: Parameters<typeof siteOf>[0]['about']; readonly port: number },
): void => {
  say(`Chorus is at http://127.0.0.1:${port}/`)
  if (speaker._tag === 'none') {
    say('No model is set up: name one with --model (see --help), or see it at work without one:')
    say('  npm run chorus -- --model scripted')
  } else
    say(
      speaker._tag === 'scripted'
        ? 'Answers come from the scripted demonstration model: they are always alike and know nothing.'
        : `Answers come from ${about.model.name}.`,
    )
  say(`Kept in ${about.store}; memory is searched in ${about.vectors}, by the word vectors of the lexicon.`)
  if (takenUp > 0)
    say(`${takenUp} ${takenUp === 1 ? 'question' : 'questions'} of before ${takenUp === 1 ? 'goes' : 'go'} on.`)
  say('Ctrl-C ends it in order.')
}

/** The first Ctrl-C ends the host in order; the second ends the process at once. */
const untilInterrupted = (host: Host): Promise<number> =>
  new Promise((resolve) => {
    let isEnding = false
    const interrupted = (): void => {
      if (isEnding) process.exit(exit.stopped)
      isEnding = true
      say('Ending in order: clients are told, what is under way is waited for. Ctrl-C again ends at once.')
      host.close().then(
        () => resolve(exit.complete),
        (thrown: unknown) =>
          resolve(refuse(wentWrong(`It did not end in order: ${messageOf(thrown)}. What was acknowledged is kept.`))),
      )
    }
    process.on('SIGINT', interrupted)
    process.on('SIGTERM', interrupted)
  })

// A reader that has seen enough closes the pipe; that is no error of ours.
process.stdout.on('error', () => process.exit(0))
process.exitCode = await main()
