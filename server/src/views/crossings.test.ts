import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { two } from '../uses/_retained.ts'
import { act, ask, dossierOf, RELATION, talk } from '../uses/_talk.ts'
import type { Side } from '../uses/_world.ts'
import { crossings } from './crossings.ts'
import { declarationOf, look } from './look.ts'
import { ladderOf } from './rungs.ts'

type Row = Parameters<typeof crossings>[0][number]

/** The words of the rule, for two acts. */
const areCrossed = (a: Row, b: Row) => a.side !== b.side && a.running <= b.index && b.running <= a.index

/** The rows of one dossier in a log: others stand between them, and what was seen never falls. */
const logOf = (side: string) =>
  fc
    .array(
      fc.record({
        skipped: fc.nat(3),
        seen: fc.nat(2),
        kind: fc.constantFrom('act' as const, 'open' as const, 'mark' as const, 'opened' as const),
      }),
      { maxLength: 12 },
    )
    .map((given) => {
      let [index, running] = [-1, 0]
      return given.map(({ skipped, seen, kind }): Row => {
        index += 1 + skipped
        running += seen
        return { side, index, running, kind, leaf: `${side}${index}` }
      })
    })

test('ORDER-12 of whatever two logs those acts are crossed that are by the words of the rule, and no others', () => {
  fc.assert(
    fc.property(logOf('aaa'), logOf('bbb'), (ours, theirs) => {
      const rows = [...theirs, ...ours]
      const acts = rows.filter(({ kind }) => kind === 'act' || kind === 'open')
      const expected = acts.filter((one) => acts.some((other) => areCrossed(one, other)))
      assert.deepEqual([...crossings(rows)].sort(), expected.map(({ leaf }) => leaf).sort())
    }),
  )
})

test('ORDER-12 both pages show which acts crossed, and not one that was made with open eyes', async () => {
  const [a, b] = await two()
  const { dossier } = await ask(a)
  await talk(a, b)
  const note = (side: Side) =>
    act(side, dossier, 'note', {
      fields: { message: { en: { text: 'invented', standing: 'authoritative' } } },
    })
  const crossed = [(await note(a)).leaf, (await note(b)).leaf]
  await talk(a, b)
  const later = await note(b)
  await talk(a, b)
  for (const side of [a, b]) {
    const row = (await dossierOf(side, dossier)) ?? assert.fail()
    const { rungs } = await look(side.node, side.relation(RELATION), (at) =>
      ladderOf(at, row, declarationOf(side.node, row)),
    )
    const shown = rungs.filter((rung) => rung.crossed).map(({ leaf }) => leaf)
    assert.deepEqual(shown.sort(), crossed.sort())
    assert.ok(rungs.some(({ leaf }) => leaf === later.leaf))
  }
})
