import { chances } from '../valley/kill/moments.js'

const escaped = ['\\u0060', '\\u0027', '\\u0022', '\\x27', '%27', '%60', '&#39;', "\\'", '\\`', '\\']

const quotes = ["'", '"', '`', '``', "''", '"""', '\uff07', '\uff02', '\uff40', '\u02bc', '\u2018', '\u201d', '\u00b4']

const fragments = [
  ...['}) DETACH DELETE n //', "'}) DETACH DELETE n //", '"}) DETACH DELETE n //', '`) DETACH DELETE n //'],
  ...["x' OR 1=1 WITH 1 AS x MATCH (n) DETACH DELETE n //", '`}) CREATE (:Intruder) //', "'}) CREATE (:Intruder) //"],
  ...[
    '\\u0060}) CREATE (:Intruder) //',
    '\\u0027}) CREATE (:Intruder) //',
    '; DROP CONSTRAINT chorale_run',
    ' UNION ALL ',
  ],
  ...['CALL { MATCH (n) DELETE n }', 'RETURN 1', 'n:Untouched', '(a)-[r]->(b)', '1=1', 'NULL', 'null', 'true'],
]

const marks = [
  ...[
    '//',
    '/*',
    '*/',
    '--',
    '#',
    ';',
    '$param',
    '$rows',
    '$p0',
    '$',
    '{',
    '}',
    '{}',
    '[',
    ']',
    '(',
    ')',
    ':',
    '|',
    '&',
  ],
  ...[
    '\n',
    '\r\n',
    '\t',
    ' ',
    '\u00a0',
    '\u2028',
    '\u2029',
    '\ufeff',
    '\u200b',
    '\u202e',
    '\u0000',
    '\u0000x',
    '\u0001',
  ],
  ...[
    '\u001b[31m',
    '\u007f',
    '\ufffd',
    '\uffff',
    '\u{10ffff}',
    '💠',
    'a\u0301',
    '\u00e1',
    '\u0430dmin',
    'ＡＢ',
    'ﬀ',
    'ß',
    'İ',
  ],
]

const words = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'then', 'toJSON', 'length'],
  ...['id', 'key', 'at', 'run', 'labels', 'payload', 'vector', 'ext_id', 'must', 'must_not', 'null-a', 'distance'],
  ...[
    'MATCH',
    'CREATE',
    'WHERE',
    'Sentinel',
    '_ChoraleRun',
    '_ChoraleSchema',
    'A'.repeat(64),
    'a'.repeat(65),
    'x1',
    'N',
  ],
]

const syntax = [
  ...[
    '{"must":[]}',
    '{"a":1}',
    '[1,2]',
    '"text"',
    '{"$ne":null}',
    '{"_tag":"Left"}',
    '1e400',
    '-0',
    '18446744073709551616',
  ],
  ...[
    '.*',
    '^(a+)+$',
    '[^]',
    '(?i)x',
    '\\d+',
    '(?<x>',
    'a|b',
    '../..',
    'a/b',
    'a%2Fb',
    'a?b=c',
    'a.b',
    'a[]',
    'a[0].b',
    '%',
    '_',
  ],
  ...[
    '00000000-0000-0000-0000-000000000000',
    'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
    '{{x}}',
    '${x}',
    '%s',
    '%n',
    '=1+1',
  ],
]

const halves = ['\ud800', '\udfff', 'a\ud83d', '\udca0b', '\udca0\ud83d']

const all: readonly string[] = [...quotes, ...escaped, ...fragments, ...marks, ...words, ...syntax, ...halves, '']

/** Words joined to another word: each stands among the values already, and schemas would grow by it. */
const plain = /^\w*$/u

const large = 100_000

/** So many texts that would do something if they ever stood in a statement or a path: each fragment once, then mixtures. None stands twice. */
export const hostileValues = (count: number, seed: number): readonly string[] => {
  const chance = chances(seed)
  const one = (of: readonly string[]): string => of[Math.floor(chance() * of.length)] ?? ''
  const grown = (text: string): string => text.repeat(Math.ceil(large / text.length)).slice(0, large)
  const values = new Set(all)
  for (const text of ['\'`"', '\\u0060})', '}) DETACH DELETE n //\n']) values.add(grown(text))
  while (values.size < count) {
    const mixed = Array.from({ length: 1 + Math.floor(chance() * 5) }, () => one(all)).join('')
    if (!plain.test(mixed)) values.add(chance() < 0.01 ? grown(mixed) : mixed)
  }
  return mixedUp([...values], chance).slice(0, count)
}

const mixedUp = (values: readonly string[], chance: () => number): readonly string[] =>
  values
    .map((value) => [chance(), value] as const)
    .sort(([a], [b]) => a - b)
    .map(([, value]) => value)
