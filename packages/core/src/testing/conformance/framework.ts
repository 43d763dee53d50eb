import type { Case } from './case.js'
import { cases } from './cases.js'
import { foundBy, inapplicable } from './conform.js'
import type { Subject } from './subject.js'
import type { Port } from './port.js'

/** What a test framework is to the cases: the `describe` and `it` of Vitest, of Node's own runner, and of any that is like them. */
export interface Framework {
  readonly describe: (name: string, body: () => void) => unknown
  readonly it: ((name: string, body: () => Promise<void>) => unknown) & {
    readonly skip: (name: string, body: () => Promise<void>) => unknown
  }
}

/** Declares one test for each case of the ports that a store answers. What it lacks the capability for is skipped, with the reason in its name. */
export const conformance = (subject: Subject, { describe, it }: Framework): void => {
  for (const port of subject.ports)
    describe(`${subject.name}, as any store of the ${port} port`, () => {
      for (const each of ofPort(port)) {
        const because = inapplicable(each, subject)
        if (because !== undefined) it.skip(`${each.name} (${because})`, () => Promise.resolve())
        else
          it(each.name, async () => {
            const found = await foundBy(each, subject)
            if (found !== undefined) await Promise.reject(new Error(found))
          })
      }
    })
}

const ofPort = (port: Port): readonly Case[] => cases.filter((each) => each.port === port)
