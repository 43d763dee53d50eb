// Builds every published package: core first, because the others' types rest on it.
import { packages } from './packages.mjs'
import { step } from './step.mjs'

const order = [...packages].sort((a, b) => Number(b.name === '@chorale/core') - Number(a.name === '@chorale/core'))
for (const { name, folder } of order) step(`build ${name}`, 'tsup', [], { cwd: folder })
