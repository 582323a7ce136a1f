/** Entries of the other side that are shown before their turn: what they say, and nothing that has effect. */
import { joinParts, KEPT, withoutFileKeys } from '@counterpart/casework'
import { DAY } from '@counterpart/casework/civil'
import type { StepEntry } from '@counterpart/protocol'
import type { RowFacts } from '../http/ports.ts'
import type { AnnouncedView } from '../http/schema/announced.ts'
import type { AnnouncedRow } from '../store/store.ts'
import { orDamaged } from '../uses/damage.ts'
import { readHeader, readPart } from '../uses/log/entry.ts'
import { dossierIn } from '../uses/procedure-in.ts'
import { readAnnounced } from '../uses/receive/hear-announced.ts'
import { partsApart } from '../uses/receive/parts-apart.ts'
import type { Look } from './look.ts'
import { factsOf } from './sight.ts'
import { isWithheld } from './withheld.ts'

export interface AnnouncedRead {
  facts: RowFacts
  view: AnnouncedView
}

/**
 * The oldest first. One under a declaration that is not held here is shown to nobody, nor one that is damaged or whose
 * dossier is: nothing says who may see it.
 */
export async function announcedIn(look: Look): Promise<AnnouncedRead[]> {
  const rows = await look.reader.announcements()
  const read: AnnouncedRead[] = []
  for (const { row, announced } of readAnnounced(rows, look.heads.theirs)) {
    const one = announced && (await orDamaged(readOne(look, row, announced.entry)))
    if (one) read.push(one)
  }
  return read
}

/** How long an act that came too late is shown to its author's side, unless it was done again before. Seconds. */
const SHOWN = 90 * DAY

/** Our own acts that a lost machine wrote and that came after their log had ended: what is to be done again. */
export async function lateIn(look: Look): Promise<AnnouncedRead[]> {
  const { reader, relation, node } = look
  const rows = await reader.apartSince(relation.ours, node.clock() - SHOWN + 1)
  const { parts, damages } = await partsApart(rows, reader)
  look.damages.push(...damages)
  const read: AnnouncedRead[] = []
  for (const row of rows) {
    const entry = { header: row.bytes, parts: parts.get(row.leaf) ?? [] }
    const one = await orDamaged(readOne(look, row, entry))
    const known = one?.view.dossier ? await reader.dossier(one.view.dossier) : null
    const again = one && known?.ahead.current[one.view.act]
    if (one && !(again && again.by === relation.ours && again.last >= row.at)) read.push(one)
  }
  return read
}

async function readOne(
  { node, relation, reader }: Look,
  row: Pick<AnnouncedRow, 'leaf' | 'at'>,
  entry: StepEntry,
): Promise<AnnouncedRead | null> {
  const header = readHeader(entry.header)
  if (header?.kind !== 'open' && header?.kind !== 'act') return null
  const procedure = node.procedures.get(header.procedure)?.procedure
  if (!procedure || !Object.hasOwn(procedure.acts, header.act)) return null
  // What was shown ahead comes back with a backup too, and may have been recalled or destroyed since (RETENTION-13).
  const parts = isWithheld(relation) ? entry.parts.filter(({ name }) => name === KEPT) : entry.parts
  const given = Object.fromEntries(parts.map(({ name, bytes }) => [name, readPart(bytes)]))
  const { fields, reserved } = joinParts(procedure, header.act, given)
  const dossier = dossierIn(node, relation)(header, row.leaf)
  const known = dossier === null ? null : await reader.dossier(dossier)
  const facts: RowFacts = known
    ? factsOf(relation.id, known)
    : {
        id: dossier ?? row.leaf,
        relation: relation.id,
        digest: header.procedure,
        plays: procedure.plays?.as ?? null,
        level: reserved.level ?? null,
        offices: [header.office, ...(reserved.to === undefined ? [] : [reserved.to])],
        readers: procedure.readers ?? [],
      }
  return {
    facts,
    view: {
      leaf: row.leaf,
      relation: relation.id,
      dossier: known ? known.id : null,
      digest: header.procedure,
      procedure: procedure.name,
      act: header.act,
      office: header.office,
      handling: header.handling,
      written: header.time,
      came: row.at,
      fields: withoutFileKeys(procedure, fields),
    },
  }
}
