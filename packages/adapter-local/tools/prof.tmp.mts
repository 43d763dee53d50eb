import { realistic, written } from './measure.js'
import { local } from '../src/index.js'
import { rmSync } from 'node:fs'
const e = realistic(12000)
for (let i = 0; i < 4; i++) {
  rmSync('/tmp/al/pr', { recursive: true, force: true })
  const s = local({ directory: '/tmp/al/pr', ballastBytes: 0 })
  const c = process.cpuUsage()
  const t = performance.now()
  await written(s, e)
  const d = process.cpuUsage(c)
  console.log((performance.now() - t).toFixed(0), 'user', (d.user / 1000) | 0, 'sys', (d.system / 1000) | 0)
  await s.close()
}
