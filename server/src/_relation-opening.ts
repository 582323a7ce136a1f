/** The first act of a relation, as `chn` records it: for tests of two nodes that need something to say. */
import { digestOf } from '@counterpart/casework'
import { procedures } from '@counterpart/procedures'
import { RELATION } from './_pair.ts'
import { record } from './uses/record/record.ts'
import type { Node } from './uses/relation.ts'

export async function opening(node: Node, title = 'An invented relation') {
  const found = procedures.find(({ procedure }) => procedure.name === 'relation')
  const relation = node.relations.get(RELATION)
  if (!found || !relation) throw new Error('no relation')
  const en = (text: string) => ({ en: { text, standing: 'authoritative' } })
  return record(node, relation, {
    kind: 'open',
    request: 'begin',
    author: { office: 'chn-ministry', officer: 'chn-1', level: 'ministry', roles: ['secretary'] },
    approver: 'chn-2',
    procedure: digestOf(found.procedure),
    act: 'open',
    fields: {
      title: en(title),
      parties: ['chn', 'vnm'].map((code) => ({ code, domain: `${code}.localhost`, name: en(code) })),
      keys: [{ party: 'chn', use: 'log', key: 'invented' }],
      'digests-first': [{ party: 'chn', procedure: 'relation', digest: digestOf(found.procedure) }],
    },
    handling: 'H0',
  })
}
