import type { Types } from '@chorale/core/machine'
import {
  search,
  simulate,
  type Failure,
  type Report,
  type Schedule,
  type Seeds,
  type World,
} from '@chorale/core/testing'
import { crowdOf, houseOf, rivalsOf, streamsOf, valleyOf } from './worlds.js'

/** A program that the simulator can be let loose on. */
export interface Program {
  readonly search: (seeds: Seeds) => Promise<readonly Failure[]>
  readonly run: (schedule: Schedule) => Promise<Report>
  /** What one of its seeds costs, in seeds of the cheapest. */
  readonly weight: number
}

const program = <T extends Types>(worldOf: (seed: number) => World<T>, weight: number): Program => ({
  search: (seeds) => search(worldOf, seeds),
  run: (schedule) => simulate(worldOf(schedule.seed), schedule),
  weight,
})

/** All programs, by the name that the command line knows them by. */
export const programs = {
  house: program(houseOf, 1),
  rivals: program(rivalsOf, 1),
  crowd: program(crowdOf, 1),
  streams: program(streamsOf, 1),
  valley: program(valleyOf, 20),
} as const

/** A name of {@link programs}. */
export type ProgramName = keyof typeof programs
