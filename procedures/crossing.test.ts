import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Judged } from '@counterpart/casework'
import fc from 'fast-check'
import { crossingOf, type Draw } from './_crossing.ts'
import { PARTIES } from './_drive.ts'
import { procedures } from './index.ts'

/** Draws from a list of numbers as long as they last. */
function drawFrom(numbers: readonly number[]): Draw {
  let at = 0
  return (below) => (below <= 1 ? 0 : (numbers[at++ % numbers.length] ?? 0) % below)
}

const settledIn = (judged: readonly Judged[]) => judged.filter(({ placed }) => placed.settler !== null)

test('whoever acts, in whatever order it arrives, both nodes hold one state, every act once, and a reason for each that has none', (t) => {
  const seen = { effective: 0, overtaken: 0, void: 0 }
  for (const { procedure } of procedures)
    fc.assert(
      fc.property(
        fc.nat(1),
        fc.array(fc.nat(10_000), { minLength: 150, maxLength: 150, size: 'max' }),
        (first, numbers) => {
          const opener = PARTIES[procedure.opener === 'first' || procedure.once ? 0 : first] ?? PARTIES[0]
          const crossing = crossingOf(procedure, opener)
          const draw = drawFrom(numbers)
          const before = new Map<string, Judged[]>()
          for (let turn = 0; turn < 18; turn++) {
            if (draw(3) > 0) crossing.act(draw)
            else crossing.send(draw)
            for (const node of crossing.nodes) {
              const settled = settledIn(crossing.fold(node).judged)
              const known = before.get(node.party) ?? []
              // What was said once of a settled act is never taken back.
              assert.deepEqual(settled.slice(0, known.length), known, procedure.name)
              before.set(node.party, settled)
            }
          }
          crossing.settle()
          const [here, there] = crossing.nodes.map((node) => crossing.fold(node))
          assert.deepEqual(here, there, procedure.name)
          const leaves = here?.judged.map(({ placed }) => placed.entry.leaf) ?? []
          assert.deepEqual(
            leaves.toSorted(),
            crossing
              .entries()
              .map(({ leaf }) => leaf)
              .toSorted(),
          )
          assert.equal(new Set(leaves).size, leaves.length)
          assert.ok(PARTIES.some((party) => party === here?.state?.owner.party))
          for (const { verdict, placed } of here?.judged ?? []) {
            assert.notEqual(placed.settler, null)
            seen[verdict.kind] += 1
            if (verdict.kind !== 'effective') assert.notEqual(verdict.code, '')
          }
        },
      ),
      { numRuns: 30 },
    )
  t.diagnostic(`${seen.effective} effective, ${seen.overtaken} overtaken, ${seen.void} void`)
  for (const count of Object.values(seen)) assert.ok(count > 0)
})
