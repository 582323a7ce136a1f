import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Declared, FrameRow } from '../../api/types.ts'
import { ancestorsOf, instrumentOf, likenessOf } from './instrument.ts'

const declared = {
  digest: 'd',
  agreed: true,
  procedure: {
    name: 'paper',
    version: 1,
    plays: { as: 'instrument', slots: { parents: 'roots', 'unproven-ties': 'perhaps' } },
  },
} as unknown as Declared

function paper(id: string, ...parents: [string, string][]) {
  const rows = parents.map(([dossier, tie]) => ({ above: { dossier }, tie }))
  return instrumentOf({ id, procedure: 'paper', slots: { parents: rows } } as unknown as FrameRow, [declared])
}

const papers = [
  paper('root'),
  paper('minutes', ['root', 'rests']),
  paper('plan', ['minutes', 'carries out'], ['root', 'rests'], ['minutes', 'named in']),
  paper('memo', ['root', 'rests']),
  paper('agreement', ['memo', 'perhaps']),
]
const all = new Map(papers.map((one) => [one.id, one]))

test('what an instrument rests on is found to its root, each once', () => {
  assert.deepEqual(
    ancestorsOf('plan', all).map(({ id }) => id),
    ['minutes', 'root'],
  )
  assert.equal(all.get('plan')?.parents.find(({ dossier }) => dossier === 'minutes')?.ties.length, 2)
})

test('what is possibly the same is no parent, and is seen from both ends', () => {
  assert.deepEqual(ancestorsOf('agreement', all), [])
  assert.deepEqual(
    likenessOf('agreement', all).map(({ other }) => other.id),
    ['memo'],
  )
  assert.deepEqual(
    likenessOf('memo', all).map(({ other }) => other.id),
    ['agreement'],
  )
  assert.deepEqual(likenessOf('plan', all), [])
})
