import { auth, driver, type Driver } from 'neo4j-driver'
import type { Neo4jAddress } from '@chorale/rig'
import type { Statement } from '../src/driver.js'

/** The client itself, for what no adapter tells: plans, and what is in the database. */
export const withRaw = async <A>(
  { uri, user, password }: Neo4jAddress,
  use: (raw: Driver) => Promise<A>,
): Promise<A> => {
  const raw = driver(uri, password === undefined ? undefined : auth.basic(user ?? 'neo4j', password))
  try {
    return await use(raw)
  } finally {
    await raw.close()
  }
}

interface Operator {
  readonly operatorType: string
  readonly children: readonly Operator[]
}

const flat = ({ operatorType, children }: Operator): readonly string[] => [operatorType, ...children.flatMap(flat)]

/** The operators of a statement's plan. */
export const planOf = (address: Neo4jAddress, { text, parameters }: Statement): Promise<readonly string[]> =>
  withRaw(address, async (raw) => {
    const { summary } = await raw.executeQuery(`EXPLAIN ${text}`, parameters)
    return summary.plan === false ? [] : flat(summary.plan)
  })

/** How many nodes there are by label, in all of the database. */
export const countsByLabel = (address: Neo4jAddress): Promise<ReadonlyMap<string, number>> =>
  withRaw(address, async (raw) => {
    const { records } = await raw.executeQuery('MATCH (n) UNWIND labels(n) AS label RETURN label, toFloat(count(*))')
    return new Map(records.map((record) => [String(record.get(0)), Number(record.get(1))]))
  })
