import { after, before, test } from 'node:test'
import { CASTS } from './_casts.ts'
import { latencies, wholeRequest } from './_request.ts'
import { within } from './_seat.ts'
import { LANGUAGES } from './_words.ts'
import { startWorld, type World } from './_world.ts'

let world: World

before(async () => {
  world = await startWorld()
})

after(async () => {
  await world[Symbol.asyncDispose]()
  for (const { what, ms } of latencies) console.log(`${String(ms).padStart(6)} ms  ${what}`)
})

for (const language of LANGUAGES)
  test(`a whole request from desk to desk in ${language}`, () =>
    within(world, (sit) => wholeRequest(sit, language, CASTS[language])))
