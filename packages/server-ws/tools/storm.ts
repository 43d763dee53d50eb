/**
 * A client and a server with a bad connection between them: messages are lost, doubled and exchanged, connections break, by a seed. Compares what
 * the client was told with what was said, and ends with 1 where they differ.
 *
 *     node --import tsx --conditions=@chorale/source packages/server-ws/tools/storm.ts [--faults 1000] [--seed 1] [--rounds 1]
 */
import { fileURLToPath } from 'node:url'
import { connect, type Client, type ClientEvent } from '@chorale/client'
import { serve } from '../src/index.js'
import { chanceOf, stormSocket, sumOf, type Faults } from '../test/storm-socket.js'
import { ended, said, tinyHost, type TinyHost } from '../test/tiny-host.js'
import { numbersFrom } from './numbers.js'

/** What became of a storm. `wrong` says in words what must never be. */
export interface Weathered {
  readonly seed: number
  readonly faults: Faults
  readonly events: number
  readonly prompts: number
  readonly wrong: readonly string[]
}

const BATCH = 10
const unlimited = { promptsPerHour: 1_000_000, requestsPerMinute: 1_000_000, seenSize: 100_000 }
const impatient = { answerMs: 250, holdMs: 15, heartbeatMs: 40, pongMs: 200, ackMs: 10 }

/** What was said and what was told, as far as the storm has come. */
interface Tally {
  readonly numbers: number[]
  readonly ends: string[]
  readonly events: ClientEvent[]
  readonly problems: string[]
  readonly starts: Map<string, number>
  said: number
  prompts: number
}

/** A long loop and many short ones are followed until so many faults have happened; then what the client was told is compared with what was said. */
export const storm = async (seed: number, faultsWanted: number): Promise<Weathered> => {
  const chance = chanceOf(seed)
  const tally: Tally = { numbers: [], ends: [], events: [], problems: [], starts: new Map(), said: 0, prompts: 0 }
  const host = tinyHost((request) => (request.prompt === 'long' ? [] : [said(request, 1), ended(request)]))
  const start: typeof host.loops.start = (request) => {
    tally.starts.set(request.prompt, (tally.starts.get(request.prompt) ?? 0) + 1)
    return host.loops.start(request)
  }
  const onFault = (fault: string) => void tally.problems.push(fault)
  const server = serve({ ...host, loops: { start }, limits: unlimited, onFault })
  const { port } = await server.listen({ host: '127.0.0.1' })
  const { Socket, faults, weather } = stormSocket(chance)
  const client = connect({
    ...{ url: `ws://127.0.0.1:${port}/ws`, publicKey: 'k', WebSocket: Socket, times: impatient, pollAfter: 1_000_000 },
    random: () => chance() * 0.02,
  })
  client.submit('long', { thread: 't' })
  for await (const event of client.events) {
    note(tally, event)
    if (sumOf(faults) >= faultsWanted) weather.isCalm = true
    if (tally.numbers.length < tally.said) continue
    if (!weather.isCalm) more(tally, { host, client, chance })
    else if (tally.ends.length >= tally.prompts && client.unsent() === 0) break
  }
  client.close()
  await server.close()
  return { seed, faults, events: tally.events.length, prompts: tally.prompts, wrong: wrongIn(tally) }
}

const note = (tally: Tally, event: ClientEvent): void => {
  tally.events.push(event)
  if (event.type === 'reset') tally.problems.push('the session began anew although nothing was forgotten')
  else if (event.type === 'error') tally.problems.push(`an error: ${JSON.stringify(event.data['code'])}`)
  else if (event.thread_id === 't' && event.type === 'chorus_response') tally.numbers.push(Number(event.data['seq']))
  else if (event.data['status'] === 'completed') tally.ends.push(JSON.stringify(event.data['loop_id']))
}

/** The long loop goes on, and now and then a short one is asked for. */
const more = (
  tally: Tally,
  { host, client, chance }: { readonly host: TinyHost; readonly client: Client; readonly chance: () => number },
): void => {
  const loop = host.started.get('long')
  if (loop === undefined) return
  loop.tell(...Array.from({ length: BATCH }, () => said(loop.request, (tally.said += 1))))
  if (chance() > 0.3) return
  tally.prompts += 1
  client.submit(`p${tally.prompts}`, { thread: `t${tally.prompts}` })
}

const wrongIn = ({ numbers, ends, events, problems, starts, said: count, prompts }: Tally): readonly string[] => [
  ...problems,
  ...(numbers.length === count && numbers.every((number, i) => number === i + 1)
    ? []
    : [`of ${count} events of the long loop ${numbers.length} were told, or in another order`]),
  ...(new Set(ends).size === ends.length && ends.length === prompts ? [] : [`${ends.length} ends of ${prompts}`]),
  ...[...starts].flatMap(([prompt, times]) => (times === 1 ? [] : [`${prompt} was started ${times} times`])),
  // Numbers of a session grow; pongs, which nobody is shown, leave holes.
  ...events.flatMap(({ seq }, i) => (i === 0 || seq > (events[i - 1]?.seq ?? 0) ? [] : [`${seq} came again at ${i}`])),
]

const main = async (): Promise<void> => {
  const usual = { faults: 1000, seed: 1, rounds: 1 }
  const wanted = numbersFrom(process.argv.slice(2), { command: 'storm', usual, orNone: ['seed'] })
  if (wanted === undefined) return void (process.exitCode = 64)
  for (let round = 0; round < wanted.rounds; round += 1) {
    const begun = performance.now()
    const { seed, faults, events, prompts, wrong } = await storm(wanted.seed + round, wanted.faults)
    const { cut, lost, doubled, swapped } = faults
    const seconds = ((performance.now() - begun) / 1000).toFixed(1)
    console.log(
      `seed ${seed}: ${cut} broken connections, ${lost} lost, ${doubled} doubled, ${swapped} exchanged; ${events} events, ${prompts} prompts, ${seconds} s`,
    )
    for (const each of wrong) console.log(`  wrong: ${each}`)
    if (wrong.length > 0) process.exitCode = 1
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
