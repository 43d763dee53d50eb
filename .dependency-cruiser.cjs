/** The levels of the architecture as rules: downward only, never sideways, never up, no cycles. See docs/architecture.md. */
const core = 'packages/core/src'
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

module.exports = {
  forbidden: [
    rule('no-cycles', 'No import cycles.', {}, { circular: true }),
    rule(
      'kit-order',
      'In the kit: machine > effect > fault > base.',
      { path: `^${core}/kit/base/` },
      { path: `^${core}/kit/(fault|effect|machine)/` },
    ),
    rule(
      'kit-order-fault',
      'fault knows base only.',
      { path: `^${core}/kit/fault/` },
      { path: `^${core}/kit/(effect|machine)/` },
    ),
    rule(
      'kit-order-rate',
      'rate knows base only.',
      { path: `^${core}/kit/rate/` },
      { path: `^${core}/kit/(fault|effect|budget|machine)/` },
    ),
    rule(
      'kit-order-effect',
      'effect knows fault and base.',
      { path: `^${core}/kit/(effect|budget)/` },
      { path: `^${core}/kit/machine/` },
    ),
    rule(
      'kit-is-lowest',
      'The kit imports nothing above it.',
      { path: `^${core}/kit/` },
      { path: `^${core}/(ports|domain|policy|run|testing|index)` },
    ),
    rule(
      'ports-above-kit',
      'Ports import the kit only.',
      { path: `^${core}/ports/` },
      { path: `^${core}/(domain|policy|run|testing|index)` },
    ),
    rule(
      'domain-above-ports',
      'Domain rooms import ports and kit.',
      { path: `^${core}/domain/` },
      { path: `^${core}/(policy|run|testing|index)` },
    ),
    rule(
      'domain-siblings',
      'A domain room does not import another; chorus stands on threads and views.',
      { path: `^${core}/domain/([^/]+)/` },
      { path: `^${core}/domain/`, pathNot: [`^${core}/domain/$1/`, `^${core}/domain/(threads|views)/index\\.ts$`] },
    ),
    rule(
      'policy-not-run',
      'policy and run do not know each other.',
      { path: `^${core}/policy/` },
      { path: `^${core}/(run|domain|testing|index)` },
    ),
    rule(
      'run-not-domain',
      'The runner knows machines, not domains.',
      { path: `^${core}/run/` },
      { path: `^${core}/(policy|domain|testing|index)` },
    ),
    rule(
      'rooms-by-their-door',
      'Rooms are entered through their index; inside of core, each port is a room of its own.',
      { path: `^${core}/(kit/[^/]+|ports|domain/[^/]+|run|policy|testing)/` },
      {
        path: `^${core}/(kit/[^/]+|ports|domain/[^/]+|run|policy)/`,
        pathNot: [
          `^${core}/$1/`,
          `^${core}/(kit/[^/]+|ports|ports/(model|journal|graph|graph/rules|vector)|domain/[^/]+|domain/chorus/store|run|policy)/index\\.ts$`,
          `^${core}/ports/[^/]+\\.ts$`,
        ],
      },
    ),
    rule(
      'adapters-through-subpaths',
      'Adapters use core through its public subpaths, levels 1 and 2 only.',
      { path: '^packages/adapter-[^/]+/src/', pathNot: '\\.test\\.ts$' },
      {
        path: `^${core}/`,
        pathNot: `^${core}/(kit/[^/]+|ports|ports/(model|journal|graph|graph/rules|vector))/index\\.ts$`,
      },
    ),
    rule(
      'adapters-apart',
      'Adapters do not know each other; a test may compare one with the reference.',
      { path: '^packages/(adapter-[^/]+)/', pathNot: '(\\.test\\.ts$|/test/)' },
      { path: '^packages/adapter-', pathNot: '^packages/$1/' },
    ),
    rule(
      'wire-through-subpaths',
      'The ends of a connection use the kit and the connection room of core, through their public subpaths.',
      { path: '^packages/(server-ws|client)/src/', pathNot: '\\.test\\.ts$' },
      { path: `^${core}/`, pathNot: `^${core}/(kit/[^/]+|domain/connection)/index\\.ts$` },
    ),
    rule(
      'client-is-light',
      'The client runs on the platform alone: of anything else it knows types.',
      { path: '^packages/client/src/', pathNot: '\\.test\\.ts$' },
      { pathNot: '^packages/client/src/', dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'core-knows-no-adapter',
      'Core imports no adapter.',
      { path: `^${core}/`, pathNot: '\\.test\\.ts$' },
      { path: '^packages/adapter-' },
    ),
    rule(
      'pure-core',
      'Core outside of testing uses no Node built-in.',
      { path: `^${core}/`, pathNot: '\\.test\\.ts$' },
      { dependencyTypes: ['core'] },
    ),
  ],
  options: {
    doNotFollow: { path: ['node_modules', 'dist'] },
    exclude: { path: ['/dist/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@chorale/source', 'import', 'node', 'default', 'types'],
    },
  },
}
