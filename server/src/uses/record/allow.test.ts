import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Field, Procedure } from '@counterpart/casework/language'
import { ERRAND, PROCEDURES } from '../_pacts.ts'
import { officer } from '../_world.ts'
import type { OpenCommand } from '../command.ts'
import type { Relation } from '../relation.ts'
import { allow } from './allow.ts'

test('limits as written are written: H3 without words is refused where an act can bring them', () => {
  const errand = PROCEDURES.get(ERRAND)?.procedure as Procedure
  const ask = errand.acts.ask as Procedure['acts'][string]
  const restriction: Field = { kind: 'text', part: 'kept', max: 600 }
  const limited: Procedure = {
    ...errand,
    fields: { ...errand.fields, restriction },
    acts: { ...errand.acts, ask: { ...ask, may: ['restriction'] } },
  }
  const relation = { ours: 'aaa', parties: ['aaa', 'bbb'] } as unknown as Relation
  const asked = (handling: 'H2' | 'H3', said: object = {}): OpenCommand => ({
    kind: 'open',
    request: 'r',
    author: officer('aaa'),
    procedure: ERRAND,
    act: 'ask',
    fields: { title: 'one', ...said },
    handling,
  })
  const words = { en: { text: 'Not for a court', standing: 'authoritative' } }
  assert.throws(() => allow(relation, asked('H3'), limited, null), {
    code: 'bad-fields',
    path: '/fields/restriction',
  })
  allow(relation, asked('H3', { restriction: words }), limited, null)
  allow(relation, asked('H2'), limited, null)
  // Where an act has no such field, its words are where it has room for them.
  allow(relation, asked('H3'), errand, null)
  // Whoever may not do it at all is told that, and not what is missing.
  assert.throws(
    () => allow(relation, { ...asked('H3'), author: officer('aaa', 'secretary') }, limited, null),
    { code: 'not-allowed' },
  )
})

test('a row of a party that is none of the relation’s is refused, and says which', () => {
  const errand = PROCEDURES.get(ERRAND)?.procedure as Procedure
  const ask = errand.acts.ask as Procedure['acts'][string]
  const holidays: Field = {
    kind: 'list',
    part: 'kept',
    most: 9,
    row: { party: { kind: 'line', max: 12 }, date: { kind: 'date' } },
    needs: [],
  }
  const dated: Procedure = {
    ...errand,
    fields: { ...errand.fields, holidays },
    acts: { ...errand.acts, ask: { ...ask, may: ['holidays'] } },
  }
  const relation = { ours: 'aaa', parties: ['aaa', 'bbb'] } as unknown as Relation
  const says = (...rows: unknown[]) => {
    const fields = { title: 'one', holidays: rows }
    const command = {
      kind: 'open',
      request: 'r',
      author: officer('aaa'),
      procedure: ERRAND,
      act: 'ask',
      fields,
      handling: 'H1',
    }
    allow(relation, command as OpenCommand, dated, null)
  }
  says({ party: 'aaa' }, { party: 'bbb' }, {}, null)
  assert.throws(() => says({ party: 'aaa' }, { party: 'ccc' }), {
    code: 'bad-fields',
    path: '/fields/holidays/1/party',
  })
})
