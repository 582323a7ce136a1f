import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Dossier } from '../api/types.ts'
import { cameSince, isNothing, notOwn, seenIn } from './came.ts'

const rung = (leaf: string, code: string | null = null) => ({ leaf, code })
const held = (rungs: object[], recalls: object[] = [], stays: object[] = []) =>
  ({ rungs, retention: { recalls, stays } }) as unknown as Pick<Dossier, 'rungs' | 'retention'>
const before = seenIn(held([rung('a'), rung('b')], [{ leaf: 'r' }], [{ leaf: 's' }]))
const leaves = (all: readonly { leaf: string }[]) => all.map(({ leaf }) => leaf)

test('a recall or a stay that came in between is found, and what was seen before is not', () => {
  const came = cameSince(
    before,
    held([rung('a'), rung('b')], [{ leaf: 'r' }, { leaf: 'q' }], [{ leaf: 't' }]),
  )
  assert.deepEqual([leaves(came.rungs), leaves(came.recalls), leaves(came.stays)], [[], ['q'], ['t']])
})

test('an act that came, or that lost its effect in between, is found', () => {
  const came = cameSince(before, held([rung('a'), rung('b', 'condition'), rung('c')], [{ leaf: 'r' }]))
  assert.deepEqual(leaves(came.rungs), ['b', 'c'])
})

test('what an officer did just before need not be read, unless it is without effect', () => {
  const own = ({ leaf }: { leaf: string }) => leaf === 'c'
  const fresh = (...all: Parameters<typeof held>) => notOwn(cameSince(before, held(...all)), own)
  assert.equal(isNothing(fresh([rung('c')], [{ leaf: 'c' }], [{ leaf: 'c' }])), true)
  assert.deepEqual(leaves(fresh([rung('c')], [{ leaf: 'q' }]).recalls), ['q'])
  assert.equal(isNothing(fresh([rung('c', 'condition')])), false)
  assert.equal(isNothing(fresh([rung('c')], [], [{ leaf: 't' }])), false)
})
