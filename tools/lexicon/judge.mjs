// Judges the lexicon against the prototype's formula: prints matrices to read and figures to compare.
//   node --import tsx --conditions=@chorale/source tools/lexicon/judge.mjs [--all]
import { lexicon } from '../../packages/adapter-lexicon/src/index.ts'
import { loadTable, shippedTable } from '../../packages/adapter-lexicon/src/table/index.ts'
import { context, effectOf, walk } from '../../packages/adapter-lexicon/test/valley.ts'
import { baseline } from './baseline.mjs'
import { pairs } from './pairs.mjs'

const problems = [
  'How should a coastal town adapt to rising seas and floods?',
  'How can a regional hospital slow antibiotic resistance without delaying care?',
  'How can a software team pay down technical debt without stopping delivery?',
]
const labels = {
  C: ['Normative Operative Evaluative', 'Necessity Sufficiency Completeness Consistency'],
  F: ['Data Information Knowledge', 'Necessity Sufficiency Completeness Consistency'],
  D: ['Normative Operative Evaluative', 'Guiding Applying Judging Reviewing'],
  X: ['Guiding Applying Judging Reviewing', 'Necessity Sufficiency Completeness Consistency'],
  E: ['Guiding Applying Judging', 'Data Information Knowledge'],
}
const model = lexicon()
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
const share = (texts) => new Set(texts.map((text) => text.toLowerCase())).size / texts.length

const embed = async (texts) => {
  const { right, left } = await model['model/embed']({ _tag: 'model/embed', key: 'judge', texts }, context)()
  if (left) throw new Error(left.because)
  return right.vectors
}
const cosine = async (a, b) => {
  const [x, y] = await embed([a, b])
  return x.reduce((sum, value, d) => sum + value * y[d], 0)
}

const figures = async (matrix, { matrices, products }, problem) => {
  const grid = matrices[matrix]
  const cells = grid.flat()
  const [rows, columns] = labels[matrix]?.map((line) => line.split(' ')) ?? []
  const at = grid.flatMap((row, i) => row.map((cell, j) => ({ cell, i, j })))
  const made = products[matrix]
  return {
    phrases: share(cells),
    nouns: matrix === 'Z' ? NaN : share(cells.map((cell) => cell.split(' ').at(-1))),
    adjectives: matrix === 'Z' ? NaN : share(cells.map((cell) => cell.split(' ')[0])),
    products: made ? mean(await Promise.all(at.map(({ cell, i, j }) => cosine(cell, made[i][j].join(' '))))) : NaN,
    labels: rows
      ? mean(await Promise.all(at.flatMap(({ cell, i, j }) => [cosine(cell, rows[i]), cosine(cell, columns[j])])))
      : NaN,
    problem: mean(await Promise.all(cells.map((cell) => cosine(cell, problem)))),
  }
}

const agreement = async (judged, temperature) => {
  const answers = await Promise.all(
    pairs.map(async ({ pair, accepted }, n) => {
      const terms = pair.map((text) => ({ role: 'operand', text }))
      const effect = effectOf({
        operation: 'multiply',
        terms,
        matrix: 'judge',
        index: [n],
        station: '',
        rowLabel: '',
        columnLabel: '',
      })
      const { right } = await judged['model/generate'](
        { ...effect, sampling: { ...effect.sampling, temperature } },
        context,
      )()
      return { pair, found: right.answer.text, hit: accepted.includes(right.answer.text) }
    }),
  )
  return { share: mean(answers.map(({ hit }) => Number(hit))), answers }
}

const print = (name, rows) => {
  console.log(`\n${name}`)
  console.table(
    Object.fromEntries(
      rows.map(([key, value]) => [
        key,
        Object.fromEntries(Object.entries(value).map(([k, v]) => [k, Number(v.toFixed(3))])),
      ]),
    ),
  )
}

const main = async (args) => {
  const { right: table } = loadTable(shippedTable())
  for (const [name, judged] of [
    ['baseline', baseline(table)],
    ['lexicon', model],
  ]) {
    const rows = []
    for (const problem of problems) {
      const started = performance.now()
      const walked = await walk(judged, problem)
      const took = Math.round(performance.now() - started)
      if (name === 'lexicon' || args.includes('--all')) {
        console.log(`\n## ${name}: ${problem} (${walked.log.length} calls, ${took} ms)`)
        for (const matrix of args.includes('--all') ? ['C', 'F', 'D', 'X', 'Z', 'E'] : ['C', 'D', 'E'])
          show(matrix, walked)
      }
      for (const matrix of ['C', 'F', 'D', 'X', 'Z', 'E'])
        rows.push([`${problem.split(' ')[4]} ${matrix}`, await figures(matrix, walked, problem)])
    }
    for (const temperature of name === 'lexicon' ? [0, 0.7] : [0]) {
      const { share: agreed, answers } = await agreement(judged, temperature)
      console.log(
        `\n${name}, temperature ${temperature}: agrees with a person on ${Math.round(agreed * pairs.length)} of ${pairs.length} pairs`,
      )
      if (args.includes('--pairs'))
        console.log(
          answers.map(({ pair, found, hit }) => `${hit ? ' ' : '!'} ${pair.join(' * ')} = ${found}`).join('\n'),
        )
    }
    const means = ['C', 'F', 'D', 'X', 'Z', 'E'].map((matrix) => {
      const own = rows.filter(([key]) => key.endsWith(` ${matrix}`)).map(([, value]) => value)
      return [matrix, Object.fromEntries(Object.keys(own[0]).map((key) => [key, mean(own.map((value) => value[key]))]))]
    })
    print(`${name}: means over the problems`, means)
  }
}

const show = (matrix, { matrices, products }) => {
  console.log(matrix)
  for (const [i, row] of matrices[matrix].entries()) {
    console.log(
      `   ${row.map((cell, j) => (matrix === 'C' ? `${cell} [${products.C[i][j].join(' ')}]` : cell)).join(' · ')}`,
    )
  }
}

await main(process.argv.slice(2))
