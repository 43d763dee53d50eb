// Walks thirty problems nobody tuned for and tells which matrices have fewer than 80 of 100 cells distinct.
//   node --import tsx --conditions=@chorale/source tools/lexicon/wide.mjs
import { lexicon } from '../../packages/adapter-lexicon/src/index.ts'
import { walk } from '../../packages/adapter-lexicon/test/valley.ts'

const problems = `How do I bake better bread?
How can a village school keep its teachers?
How should two countries share a river?
How can I sleep better?
Why do startups fail?
How can a city reduce traffic?
What makes a good teacher?
How should we govern artificial intelligence?
How can farmers save water?
How do we protect old forests?
How can a bank stop fraud?
How should a museum return stolen art?
How can a team write better code?
How can we lower the cost of solar power?
How should a parent talk about death?
How to win at chess?
How can a newspaper regain trust?
Should voting be mandatory?
How can we cure malaria?
How do I learn a language?
How should a hotel handle complaints?
How can refugees find work?
How to build a bridge that lasts?
How can an orchestra attract young audiences?
How do we make airports safer?
How should a court treat children?
How can a small shop compete online?
How to clean up space debris?
How can an island become independent of oil?
How can an old theatre fill its seats?`.split('\n')

const model = lexicon()
let [low, all] = [0, 0]
for (const problem of problems) {
  const { matrices } = await walk(model, problem)
  for (const name of ['C', 'F', 'D', 'X', 'Z', 'E']) {
    const cells = matrices[name].flat().map((text) => text.toLowerCase())
    const share = new Set(cells).size / cells.length
    all += 1
    if (share >= 0.8) continue
    low += 1
    console.log(
      `${share.toFixed(2)} ${name} ${problem} ${cells.filter((cell, i) => cells.indexOf(cell) !== i).join(', ')}`,
    )
  }
}
console.log(`${all - low} of ${all} matrices of ${problems.length} problems have at least 80 % distinct cells`)
