import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Procedure } from '@counterpart/casework'
import { worked } from '../../views/_recalled.ts'
import { ERRAND, PROCEDURES } from '../_pacts.ts'
import { read } from '../_retained.ts'
import { RELATION, request } from '../_talk.ts'
import { officer, type Side } from '../_world.ts'
import type { Held } from '../dossier/folding.ts'
import { retentionsIn } from '../dossier/position.ts'
import { headerOf } from '../log/entry.ts'
import { checkNotRecalled } from './on-recalled.ts'

const errand = PROCEDURES.get(ERRAND)?.procedure ?? assert.fail()
const { ask, answer } = errand.acts
/** As the errand, but nobody asks without a name, and an answer may bring it anew. */
const named: Procedure = {
  ...errand,
  acts: {
    ...errand.acts,
    ask: { ...(ask ?? assert.fail()), needs: ['title', 'name'], may: [] },
    answer: { ...(answer ?? assert.fail()), may: ['name'] },
  },
}

function check(side: Side, dossier: string, act: string, fields: object, procedure = named): Promise<void> {
  return read(side, async (reader) => {
    const rows = await reader.dossierEntries(dossier)
    const known = new Map(rows.map((row) => [row.leaf, { ...row, header: headerOf(row) }]))
    const held = { id: dossier, known, retentions: await retentionsIn(rows, reader) } as unknown as Held
    const command = {
      kind: 'act' as const,
      request: request(),
      author: officer('bbb'),
      dossier,
      act,
      on: dossier,
    }
    await checkNotRecalled(
      side.relation(RELATION),
      held,
      procedure,
      { ...command, fields: { ...fields }, position: null },
      reader,
    )
  })
}

test('RETENTION-10 nobody here builds on what the other side has called back, unless the answer brings it anew', async () => {
  const { a, b, dossier } = await worked(['aaa'])
  await assert.rejects(check(b, dossier, 'answer', { outcome: 'yes' }), { code: 'on-recalled' })
  await check(b, dossier, 'answer', { outcome: 'yes', name: 'Right Person (invented)' })
  // What stays where it is says nothing of it.
  await check(b, dossier, 'note', {})
  // It could have been asked without.
  await check(b, dossier, 'answer', { outcome: 'yes' }, errand)
  // Its author knows what it has recalled.
  await check(a, dossier, 'answer', { outcome: 'yes' })
})
