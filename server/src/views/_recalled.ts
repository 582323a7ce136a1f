/** An act about an invented person, recalled and destroyed by some of the two sides. */
import { ERRAND } from '../uses/_pacts.ts'
import { PAPER, time, two } from '../uses/_retained.ts'
import { RELATION, request, sameRequests, talk } from '../uses/_talk.ts'
import { officer, type Side } from '../uses/_world.ts'
import { record } from '../uses/record/record.ts'

export const NAME = 'Wrong Person (invented)'

interface Worked {
  a: Side
  b: Side
  dossier: string
}

/** The same bytes each time: what was done later follows on what a backup of earlier holds. */
export function worked(destroying: readonly ('aaa' | 'bbb')[]): Promise<Worked> {
  return sameRequests(() => work(destroying))
}

async function work(destroying: readonly ('aaa' | 'bbb')[]): Promise<Worked> {
  const [a, b] = await two()
  const { dossier } = await record(a.node, a.relation(RELATION), {
    kind: 'open',
    request: request(),
    author: officer('aaa'),
    procedure: ERRAND,
    act: 'ask',
    fields: { title: 'one', name: NAME, paper: PAPER },
    handling: 'H1',
  })
  await talk(a, b)
  if (destroying.length === 0) return { a, b, dossier }
  await recalls(a, dossier)
  await talk(a, b)
  for (const side of [a, b]) if (destroying.includes(side.node.party as 'aaa')) await time(side)
  await talk(a, b)
  return { a, b, dossier }
}

/** By two officers of the side `aaa`, which opened it. */
export function recalls(a: Side, dossier: string): Promise<unknown> {
  return record(a.node, a.relation(RELATION), {
    kind: 'recall',
    request: request(),
    author: officer('aaa', 'legal-reviewer'),
    approver: 'second-1',
    dossier,
    on: dossier,
    parts: ['person'],
    ground: 'wrong',
    reason: 'another one of that name',
  })
}
