import { isDeepStrictEqual } from 'node:util'
import type { ChorusResponse } from '@chorale/core/chorus'
import type { Entry } from '@chorale/core/ports/journal'
import type { Undisturbed } from './ground.js'
import type { Round } from './round.js'
import { askedIn, endedIn, eventsIn } from './told.js'

/** What is compared with a loop that nobody disturbed. */
export type Wanted = Pick<Undisturbed, 'told' | 'kept'>

/** All that does not hold of a round. */
export const violationsOf = (round: Round, wanted: Wanted): readonly string[] => [
  ...unlikeEnds(round, wanted),
  ...unlikeEvents(round, wanted),
  ...unlikeContents(round, wanted),
  ...(round.kept.amiss === undefined ? [] : [`its journal: ${round.kept.amiss}`]),
  ...askedAgain(round),
  ...unlikeQuestions(round, wanted),
]

const unlikeEnds = ({ place, sittings, kept }: Round, wanted: Wanted): readonly string[] => {
  const last = sittings.at(-1)
  const [ended, due] = [endedIn(last?.told ?? []), endedIn(wanted.told)]
  const said = last?.err.trim().split('\n').at(-1) ?? ''
  return [
    ...(place === undefined || sittings.length > 1 ? [] : ['nobody was killed there']),
    ...sittings.slice(0, -1).flatMap(({ name, wasKilled }) => (wasKilled ? [] : [`${name} was not killed`])),
    ...(last?.isStuck === true ? [`${last.name} did not come to an end`] : []),
    ...(last?.wasKilled === false && last.code !== 0
      ? [`${last.name} ended with exit code ${last.code}: ${said}`]
      : []),
    ...(ended?.status === due?.status ? [] : [`it ended as ${ended?.status ?? 'nothing'}, not as ${due?.status}`]),
    ...(kept.status === wanted.kept.status ? [] : [`its journal says ${kept.status}, not ${wanted.kept.status}`]),
    ...differing(ended?.result, due?.result).map((member) => `its result has another ${member}`),
  ]
}

/** Names of members that are not alike. */
const differing = (found: object = {}, wanted: object = {}): readonly string[] => {
  const [these, those] = [new Map(Object.entries(found)), new Map(Object.entries(wanted))]
  return [...new Set([...these.keys(), ...those.keys()])].filter(
    (name) => !isDeepStrictEqual(these.get(name), those.get(name)),
  )
}

/**
 * Each worker tells from the first event on and in order; an event that is told again is told alike; the last worker tells all, and all of it is
 * what the undisturbed loop told.
 */
const unlikeEvents = ({ sittings }: Round, wanted: Wanted): readonly string[] => {
  // What was told has been through JSON, which leaves out what is undefined.
  const due = JSON.parse(JSON.stringify(eventsIn(wanted.told))) as readonly ChorusResponse[]
  const told = new Map<number, ChorusResponse>()
  const found = sittings.flatMap(({ name, told: lines }) =>
    eventsIn(lines).flatMap((event, i) => {
      const first = told.get(event.seq)
      if (first === undefined) told.set(event.seq, event)
      return [
        ...(event.seq === i + 1 ? [] : [`${name} told event ${event.seq} where ${i + 1} was due`]),
        ...(first === undefined || isDeepStrictEqual(first, event)
          ? []
          : [`event ${event.seq} was told twice, with another content by ${name}`]),
      ]
    }),
  )
  const last = eventsIn(sittings.at(-1)?.told ?? [])
  const unlike = due.findIndex((event, i) => !isDeepStrictEqual(event, last[i]))
  return [
    ...found,
    ...(unlike < 0 ? [] : [`event ${unlike + 1} of the last worker is not the one of the undisturbed loop`]),
    ...(last.length > due.length ? [`${last.length} events were told, ${due.length} were due`] : []),
  ]
}

const unlikeContents = ({ kept: { contents } }: Round, { kept }: Wanted): readonly string[] => [
  ...[...kept.contents].flatMap(([name, hash]) => {
    const found = contents.get(name)
    return found === hash ? [] : [found === undefined ? `${name} is missing` : `${name} is another`]
  }),
  ...[...contents.keys()].filter((name) => !kept.contents.has(name)).map((name) => `${name} is too many`),
]

/** What a worker took over: the entries before its fence. The first one's journal was empty. */
const takenOver = ({ kept }: Round, name: string): readonly Entry[] | undefined => {
  const fence = kept.entries.findIndex(({ kind, payload }) => kind === 'resumed' && payload === JSON.stringify(name))
  return fence < 0 ? undefined : kept.entries.slice(0, fence)
}

const namesOf = (entries: readonly Entry[], kind: Entry['kind']): ReadonlySet<string> =>
  new Set(
    entries.flatMap(({ kind: found, about }) =>
      found === kind && about !== null ? [`${about.key} ${about.digest}`] : [],
    ),
  )

/** A question whose answer is in the journal is asked by nobody who comes after; what was out is asked by each at most once. */
const askedAgain = (round: Round): readonly string[] => {
  let hasBegun = false
  return round.sittings.flatMap(({ name, told }) => {
    const asked = askedIn(told)
    const before = takenOver(round, name)
    const isStray = hasBegun && before === undefined && asked.length > 0
    hasBegun ||= asked.length > 0
    const answered = namesOf(before ?? [], 'settled')
    return [
      ...(isStray ? [`${name} asked without having taken the loop over`] : []),
      ...asked.filter((one) => answered.has(one)).map((one) => `${name} asked ${keyOf(one)} again, which was answered`),
      ...asked.filter((one, i) => asked.indexOf(one) !== i).map((one) => `${name} asked ${keyOf(one)} more than once`),
    ]
  })
}

const keyOf = (question: string): string => question.split(' ')[0] ?? ''

const unlikeQuestions = ({ sittings }: Round, wanted: Wanted): readonly string[] => {
  const [asked, due] = [new Set(sittings.flatMap(({ told }) => askedIn(told))), new Set(askedIn(wanted.told))]
  return [
    ...[...asked]
      .filter((one) => !due.has(one))
      .map((one) => `${keyOf(one)} was asked, and is no question of the loop`),
    ...[...due].filter((one) => !asked.has(one)).map((one) => `${keyOf(one)} was never asked`),
  ]
}
