/** Series split anywhere, delivered in any order and any number of times, mixed with a line that comes and goes. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ask, dossierOf, headsOf, RELATION, talk } from '../uses/_talk.ts'
import { seeded } from '../uses/_world.ts'
import { bring, type Carrier, carriers, series } from './_carry.ts'

const RUNS = 25
const STEPS = 30

/** Every entry of both logs as a node holds it. */
async function logs({ side }: Carrier): Promise<string[][]> {
  return side.store.read(RELATION, async (reader) => {
    const all: string[][] = []
    for (const party of ['aaa', 'bbb'])
      all.push((await reader.entries(party, 0, { entries: 9999, bytes: 1e9 })).map(({ leaf }) => leaf))
    return all
  })
}

test('POUCH-4 POUCH-5 POUCH-6 POUCH-8 pouches in any order, with repeats and with the line: both sides the same, every act once', async () => {
  const count = { acts: 0, carried: 0, aside: 0, receipts: 0, exchanges: 0, repeats: 0 }
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 31 }), async (seed) => {
      const draw = seeded(seed)
      const [a, b] = await carriers()
      const bag: { to: Carrier; bytes: Uint8Array; times: number }[] = []
      const opened: string[] = []
      for (let step = 0; step < STEPS; step++) {
        const [from, to] = draw() < 0.5 ? [a, b] : [b, a]
        const what = draw()
        if (what < 0.35) {
          opened.push((await ask(from.side)).dossier)
          count.acts += 1
        } else if (what < 0.55) {
          const { size, receipted } = await from.pouches.state()
          const since = draw() < 0.5 ? Math.floor(draw() * (size + 1)) : receipted
          const most = draw() < 0.5 ? 1 : 20_000 + Math.floor(draw() * 60_000)
          for (const { bytes } of await series(from, since, most)) bag.push({ to, bytes, times: 0 })
        } else if (what < 0.93 && bag.length > 0) {
          const at = Math.floor(draw() * bag.length)
          const one = bag[at]
          if (!one) continue
          const taken = await bring(one.to, one.bytes)
          assert.equal(taken.refused, null)
          count.carried += 1
          count.aside += taken.aside > 0 ? 1 : 0
          count.receipts += taken.receipted === null ? 0 : 1
          count.repeats += one.times > 0 ? 1 : 0
          one.times += 1
          if (draw() < 0.6) bag.splice(at, 1)
        } else if (what >= 0.93) {
          await talk(a.side, b.side)
          count.exchanges += 1
        }
      }
      // Everything is carried to its end by pouches alone, the old ones last.
      for (let round = 0; round < 4; round++)
        for (const [from, to] of [
          [a, b],
          [b, a],
        ] as const)
          for (const { bytes } of (await series(from)).toReversed())
            if ((await bring(to, bytes)).receipted !== null) count.receipts += 1
      for (const { to, bytes } of bag) assert.equal((await bring(to, bytes)).fresh, 0)
      assert.deepEqual(await logs(a), await logs(b))
      for (const log of await logs(a)) assert.equal(new Set(log).size, log.length)
      for (const one of [a, b]) {
        const state = await one.pouches.state()
        const incidents = await one.side.store.read(RELATION, (reader) => reader.incidents())
        assert.deepEqual([state.waiting, state.aside, incidents], [0, [], []])
        for (const id of opened) assert.equal((await dossierOf(one.side, id))?.settled.state, 'asked')
      }
      assert.equal((await headsOf(a.side)).ours.size, (await headsOf(b.side)).theirs.size)
    }),
    { numRuns: RUNS, seed: 5 },
  )
  // Otherwise it proves less than it says.
  for (const [what, times] of Object.entries(count)) assert.ok(times >= RUNS / 4, `${what}: ${times}`)
})
