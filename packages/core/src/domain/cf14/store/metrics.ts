import type { AuditRecord } from '../audit.js'

/** One measurement as data, for whatever the host counts with. Spec cf14 6.5. */
export interface Metric {
  readonly name: 'production.operation.duration' | 'production.operations.total' | 'production.components.created'
  readonly kind: 'histogram' | 'counter' | 'gauge'
  /** `ms` for durations, `1` for counts. */
  readonly unit: 'ms' | '1'
  readonly value: number
  readonly labels: { readonly operation: string; readonly success?: 'true' | 'false' }
}

/** What is measured of audit records, failures included: once for each record, however often it is given. Spec cf14 6.5. */
export const metricsOf = (audits: readonly AuditRecord[]): readonly Metric[] => {
  const once = new Map(audits.map((audit) => [audit.id, audit]))
  return [...once.values()].flatMap(({ operationType: operation, durationMs, success }): readonly Metric[] => [
    {
      ...{ name: 'production.operation.duration', kind: 'histogram', unit: 'ms' },
      ...{ value: durationMs, labels: { operation } },
    },
    {
      ...{ name: 'production.operations.total', kind: 'counter', unit: '1', value: 1 },
      labels: { operation, success: success ? 'true' : 'false' },
    },
    {
      ...{ name: 'production.components.created', kind: 'gauge', unit: '1' },
      ...{ value: success ? 1 : 0, labels: { operation } },
    },
  ])
}
