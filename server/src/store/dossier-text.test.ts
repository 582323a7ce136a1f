import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dossierRow } from './_sample.ts'
import { dossierIn, dossierText, inTurns } from './dossier-text.ts'

/** What becomes text tells `said` so. */
function counted<T extends object>(state: T, said: () => void): T {
  return Object.defineProperty({ ...state }, 'toJSON', {
    value: () => {
      said()
      return state
    },
  })
}

test('SYNC-17 each state becomes text once, whether what is ahead of it is the same or not', () => {
  const row = dossierRow('text')
  const { settled } = row
  const other = { ...settled, state: 'another' }
  for (const ahead of [settled, { ...settled }, other]) {
    const { ahead: _, ...rest } = row
    const text = JSON.stringify(ahead === other ? { ...row, ahead } : rest)
    const said = { settled: 0, ahead: 0 }
    const state = counted(settled, () => said.settled++)
    const next = ahead === settled ? state : counted(ahead, () => said.ahead++)
    assert.equal(dossierText({ ...row, settled: state, ahead: next }), text)
    assert.deepEqual(said, { settled: 1, ahead: ahead === settled ? 0 : 1 })
    assert.deepEqual(dossierIn(text).ahead, ahead)
  }
})

test('SYNC-17 others have their turn between dossiers that are long', async () => {
  let turns = 0
  const other = () => {
    turns += 1
    if (turns < 10) setImmediate(other)
  }
  setImmediate(other)
  const rows = Array.from({ length: 3 }, () => ({ body: 'x'.repeat(2 ** 20) }))
  const seen = await inTurns(rows, () => turns)
  assert.ok(new Set(seen).size === rows.length)
})
