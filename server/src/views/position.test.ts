import { test } from 'node:test'
import { directoryOf } from '../directory.ts'
import type { Sight } from '../http/ports.ts'
import { ERRAND } from '../uses/_pacts.ts'
import { two } from '../uses/_retained.ts'
import { RELATION, request, talk } from '../uses/_talk.ts'
import { officer, type Side } from '../uses/_world.ts'
import type { Command } from '../uses/command.ts'
import { record } from '../uses/record/record.ts'
import { dossierView } from './dossier.ts'
import { look } from './look.ts'

const SIGHT: Sight = { offices: null, sees: () => true }
const name = { en: 'invented', vi: 'hư cấu', 'zh-Hans': '虚构' }
const message = { en: { text: 'of nobody (invented)', standing: 'authoritative' } }

/** What a page shows to whoever is about to act. */
async function shown(side: Side, dossier: string): Promise<string> {
  const party = side.node.party
  const office = { code: `${party}-office`, side: party, level: 'ministry' as const, name, faces: [] }
  side.node.directory = directoryOf([office])
  const who = { id: 'x', name: 'Invented', side: party, office, roles: ['duty-officer' as const] }
  const page = await look(side.node, side.relation(RELATION), (at) =>
    dossierView(at, dossier, who, SIGHT, 'somebody'),
  )
  return page?.position ?? ''
}

test('ORDER-11 whoever looks at the page now is not told to look again: not after a note, a stay or a recall of either side', async () => {
  const [a, b] = await two()
  const { dossier } = await record(a.node, a.relation(RELATION), {
    ...{ kind: 'open', request: request(), author: officer('aaa'), procedure: ERRAND, act: 'ask' },
    ...{ fields: { title: 'one', name: 'Wrong Person (invented)' }, handling: 'H1' },
  })
  await talk(a, b)
  const does = (side: Side, command: object) =>
    record(side.node, side.relation(RELATION), {
      ...{ request: request(), dossier, author: officer(side.node.party, 'legal-reviewer') },
      ...command,
    } as Command)
  const note = async (side: Side) => {
    const more = { position: await shown(side, dossier), author: officer(side.node.party) }
    return does(side, { kind: 'act', act: 'note', fields: { message }, ...more })
  }
  await note(a)
  const stay = { kind: 'stay', until: a.time.now + 86_400, ground: 'court', reference: 'invented' }
  const recall = { kind: 'recall', on: dossier, parts: ['person'], ground: 'wrong', reason: 'invented' }
  for (const happens of [
    () => does(a, stay),
    () => does(b, stay),
    () => does(a, { ...recall, approver: 'second' }),
    () => note(b),
  ]) {
    await happens()
    // Once on its way, and once where both have it.
    for (let times = 0; times < 2; times++) {
      await note(a)
      await note(b)
      await talk(a, b)
    }
  }
})
