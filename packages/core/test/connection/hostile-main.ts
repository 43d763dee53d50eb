import { hostileWire } from './hostile.js'

// node --conditions=@chorale/source --import tsx packages/core/test/connection/hostile-main.ts [seed] [texts]
const [seed = '1', texts = '100000', ...more] = process.argv.slice(2)
if (more.length > 0 || ![seed, texts].every((text) => /^\d{1,9}$/u.test(text))) {
  console.error('Wanted: npm run hostile:wire -- [SEED] [TEXTS], whole numbers.')
  process.exitCode = 64
} else {
  const found = hostileWire(Number(seed), Number(texts))
  console.log(JSON.stringify({ seed: Number(seed), ...found }, null, 2))
  if (found.faults.length > 0) process.exitCode = 1
}
