import { sha256Hex } from '../../../kit/base/index.js'
import type { FoundNode, GraphUpsert, NodeWrite } from '../../../ports/graph/index.js'
import type { Relation } from '../model.js'
import { linkLabel } from './labels.js'

/** How one message bears on another. Spec chorus 3. */
export interface SemanticLink {
  readonly from: string
  readonly to: string
  readonly relation: Relation
  /** From 0 to 1. */
  readonly strength: number
  /** ISO 8601. */
  readonly createdAt: string
}

/** The id of a link: the same link found twice is one. Spec chorus 5.4. */
export const linkId = ({ from, to, relation }: Pick<SemanticLink, 'from' | 'to' | 'relation'>): string =>
  sha256Hex(`${from}|${to}|${relation}`)

/** Writes links; one that is there gets the new strength. A link given twice is written once, as it is given last. */
export const linksEffect = (key: string, links: readonly SemanticLink[]): GraphUpsert => {
  const byId = new Map(links.map((link) => [linkId(link), link]))
  return {
    ...{ _tag: 'graph/upsert', key, relationships: [] },
    nodes: [...byId].map(([id, link]): NodeWrite => ({ label: linkLabel, id, properties: linkProperties(link) })),
  }
}

const linkProperties = ({ from, to, relation, strength, createdAt }: SemanticLink) => ({
  ...{ from_message_id: from, to_message_id: to },
  ...{ relation, strength, created_at: createdAt },
})

/** The ends of a link from its node. */
export const endsOf = ({
  properties,
}: Pick<FoundNode, 'properties'>): { readonly from: string; readonly to: string } => ({
  from: String(properties['from_message_id'] ?? ''),
  to: String(properties['to_message_id'] ?? ''),
})
