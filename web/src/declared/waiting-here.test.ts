import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Safeguard } from './safeguards.ts'
import { waitingHere } from './waiting-here.ts'

const me = { side: 'aaa', office: 'aaa-legal' }
const may = { allowed: true }
const take = { act: 'take', allowed: true }
const declared = { procedure: { acts: { take: { owner: 'takes' } } } }

function waiting(of: { gates?: object[]; drafts?: object[]; offered?: object | null }) {
  const { gates = [], drafts = [], offered = null } = of
  const dossier = { id: 'd', offered, offers: [take] }
  return waitingHere(dossier as never, { declared } as never, gates as Safeguard[], drafts as never, me)
}

test('a safeguard that is mine to answer waits for me, and so does a no that I may pass over', () => {
  const gates = [
    { gate: 'mine', standing: 'open', refusal: null, check: may, pass: null },
    { gate: 'theirs', standing: 'open', refusal: null, check: { allowed: false }, pass: may },
    { gate: 'no', standing: 'failed', check: null, pass: may },
    { gate: 'fell', standing: 'open', refusal: { leaf: 'l' }, check: null, pass: may },
    { gate: 'done', standing: 'passed', check: may, pass: null },
  ]
  assert.deepEqual(waiting({ gates }), { gates: ['mine', 'no', 'fell'], isOffered: false, drafts: 0 })
})

test('so do drafts of this dossier that I may approve, and responsibility that is offered to my office', () => {
  const drafts = [
    { dossier: 'd', mayApprove: true },
    { dossier: 'd', mayApprove: false },
    { dossier: 'e', mayApprove: true },
  ]
  const offered = { party: 'aaa', office: 'aaa-legal', by: 'bbb' }
  assert.deepEqual(waiting({ drafts, offered }), { gates: [], isOffered: true, drafts: 1 })
  assert.equal(waiting({ offered: { ...offered, office: 'aaa-else' } }).isOffered, false)
})
