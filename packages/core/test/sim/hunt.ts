// Looks for the first seed that breaks a law, without making it small, and prints it as JSON: for planted bugs.
import { programs, type ProgramName } from './programs.js'

const rounds = Number(process.argv[2] ?? 400)
// In the order in which most is found soonest; the valley costs too much to come every time.
const order: readonly ProgramName[] = ['house', 'rivals', 'house', 'crowd', 'streams']

const hunt = async () => {
  for (let seed = 1; seed <= rounds; seed += 1) {
    for (const [i, name] of order.entries()) {
      const at = i === 2 ? seed + 100_000 : seed
      const { broken } = await programs[name].run({ seed: at })
      const [first] = broken
      if (first !== undefined) return { program: name, seed: at, ...first }
    }
  }
  return null
}

console.log(JSON.stringify(await hunt()))
