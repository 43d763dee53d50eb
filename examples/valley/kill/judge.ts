import type { RunDocument } from '../shown/document.js'
import type { Kill, Round } from './round.js'

/** What many rounds came to. */
export interface Figures {
  readonly rounds: number
  readonly kills: number
  /** Kills before the run was there, before the worker asked anything, and with calls under way. */
  readonly beforeTheRun: number
  readonly beforeAQuestion: number
  readonly withCallsOut: number
  /** Kills when the run had ended and nobody had been shown. */
  readonly afterTheRun: number
  readonly calls: number
  readonly requests: number
  /** Calls that were out when a worker was killed, added up over all kills: as many may be asked for twice. */
  readonly out: number
  readonly violations: readonly string[]
}

/** The digests by which two runs are compared. */
export const digestsOf = (document: RunDocument | undefined): string =>
  JSON.stringify(Object.entries(document?.matrices ?? {}).map(([name, { digest }]) => [name, digest]))

/** Adds rounds up and names all that does not hold. `wanted` are the digests of the run that nobody disturbed. */
export const figuresOf = (rounds: readonly Round[], wanted: string): Figures => {
  const kills = rounds.flatMap((round) => round.kills)
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)
  return {
    rounds: rounds.length,
    kills: kills.length,
    beforeTheRun: kills.filter(({ record }) => record === undefined).length,
    beforeAQuestion: kills.filter(({ asked }) => asked === 0).length,
    afterTheRun: kills.filter(({ record }) => record?.status === 'done').length,
    withCallsOut: kills.filter(({ journal }) => journal.out.size > 0).length,
    calls: sum(rounds.map(({ requests }) => requests.size)),
    requests: sum(rounds.map(({ requests }) => sum([...requests.values()]))),
    out: sum(kills.map(({ journal }) => journal.out.size)),
    violations: rounds.flatMap((round, i) => violationsOf(round, wanted).map((what) => `round ${i + 1}: ${what}`)),
  }
}

const violationsOf = (round: Round, wanted: string): readonly string[] => {
  const { kills, code, document, amiss, said } = round
  return [
    ...(code === 0 ? [] : [`it ended with exit code ${code ?? 'none'}: ${said.trim().split('\n').at(-1) ?? ''}`]),
    ...(digestsOf(document) === wanted ? [] : ['its digests are not those of the run nobody disturbed']),
    ...(amiss === undefined ? [] : [`its journal: ${amiss}`]),
    ...kills.flatMap((kill, i) => [
      ...askedAgain(kill, round).map((what) => `kill ${i + 1}: ${what}`),
      ...untrueResumption(kills[i - 1], kill.said).map((what) => `kill ${i + 1}: ${what}`),
    ]),
    ...untrueResumption(kills.at(-1), said),
    ...askedTooOften(round),
  ]
}

/** What was answered and kept is never asked for again. */
const askedAgain = ({ journal, requests }: Kill, round: Round): readonly string[] =>
  [...journal.settled]
    .filter((content) => round.requests.get(content) !== requests.get(content))
    .map((content) => `${content.slice(0, 8)} was kept and asked for again`)

/** Each call is asked for once, and once more for each worker that was killed while it was out. */
const askedTooOften = ({ kills, requests }: Round): readonly string[] =>
  [...requests].flatMap(([content, times]) => {
    const most = 1 + kills.filter(({ journal }) => journal.out.has(content)).length
    return times <= most ? [] : [`${content.slice(0, 8)} was asked for ${times} times, at most ${most} were due`]
  })

/** What a worker says it goes on with is what the journal held. */
const untrueResumption = (before: Kill | undefined, said: string): readonly string[] => {
  const told = /^Resuming run \S+, kept in .*: (\d+) of (\d+) calls answered/mu.exec(said)?.[1]
  const isOpen = before?.record !== undefined && before.record.status !== 'done'
  const held = isOpen ? before.journal.settled.size : undefined
  if (said === '' || told === (held === undefined ? undefined : String(held))) return []
  return [`it said that ${told ?? 'no'} calls were answered, and ${held ?? 'no'} were kept`]
}
