import { search, simulate } from '@chorale/core/testing'
import { crowdOf, houseOf, rivalsOf, valleyOf } from './worlds.js'
const of = { house: houseOf, crowd: crowdOf, rivals: rivalsOf, valley: valleyOf }[
  process.argv[2] ?? 'house'
] as typeof houseOf
let n = 0
const laws = new Map<string, number>()
const t = performance.now()
for (let seed = Number(process.argv[3]); seed < Number(process.argv[4]); seed += 1) {
  const r = await simulate(of(seed), { seed })
  n += 1
  const b = r.broken[0]
  if (b) {
    const k =
      b.law +
      ': ' +
      b.because
        .replace(/settled N.*/, '')
        .replace(/(settled|sent|withdrawn) [A-Za-z]*\d+[^ ]*/g, '$1')
        .replace(/[A-Za-z]*\d+(#\d+)?/g, 'N')
        .replace(/([\w]+,? )+(N, )*N calls/g, 'N calls')
        .slice(0, 80)
    if (!laws.has(k)) {
      laws.set(k, 0)
      console.log('FIRST', seed, b.law, b.because.slice(0, 200))
    }
    laws.set(k, laws.get(k)! + 1)
  }
}
const ms = performance.now() - t
console.log(laws, ms / n, 'ms a seed')
const show = process.argv[5]
if (show) console.log((await search(of, { from: Number(show), seeds: 1 }))[0]?.text)
