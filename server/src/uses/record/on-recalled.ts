/**
 * What an officer of ours may still build on an act that the other side has called back. No verdict reads it: what was
 * recalled has effect as before (RETENTION-10), and who signs it all the same has signed it. It is asked before an entry
 * leaves, for what was recalled is destroyed and can be read by nobody, and a signature cannot be taken back.
 */
import { type Act, type Condition, own, type Procedure, readRecall } from '@counterpart/casework'
import { NodeError } from '../../errors.ts'
import type { Reader } from '../../store/store.ts'
import type { ActCommand } from '../command.ts'
import type { Held } from '../dossier/folding.ts'
import { entryOf } from '../log/entry.ts'
import type { Relation } from '../relation.ts'

/** @throws NodeError `on-recalled` */
export async function checkNotRecalled(
  relation: Relation,
  { id, known, retentions }: Held,
  procedure: Procedure,
  { act: name, on, fields }: ActCommand,
  reader: Pick<Reader, 'dossierEntries' | 'parts'>,
): Promise<void> {
  const named = on !== undefined && retentions.recalled.has(on) ? known.get(on) : undefined
  const header = named?.side === relation.theirs ? named.header : null
  const act = own(procedure.acts, name)
  if (!act || header === null || !('act' in header)) return
  const answered = own(procedure.acts, header.act)
  if (!answered || !(act.adopts || leadsOn(procedure, act, answered))) return
  const recalls = (await reader.dossierEntries(id)).filter(({ kind }) => kind === 'recall')
  const parts = await reader.parts(recalls.map(({ leaf }) => leaf))
  const gone = recalls.flatMap((row) => {
    const entry = entryOf(row, parts.get(row.leaf) ?? [])
    const isOfIt = entry.header?.kind === 'recall' && entry.header.on === on
    return isOfIt ? (readRecall(entry, header)?.parts ?? []) : []
  })
  if (gone.some((part) => isMissed(procedure, answered, part, fields)))
    throw new NodeError({ code: 'on-recalled' })
}

/** A no, and what stays where it is, builds on nothing; nor does what leads to where the act can be done again. */
function leadsOn(procedure: Procedure, { to }: Act, answered: Act): boolean {
  const state = to === undefined ? undefined : own(procedure.states, to)
  if (to === undefined || !state || ('final' in state && state.refused)) return false
  return !answered.from.includes(to)
}

/** Whether the act could not have been done without this part, and the answer does not bring anew what stood in it. */
function isMissed(
  procedure: Procedure,
  { needs, may = [], when }: Act,
  part: string,
  fields: ActCommand['fields'],
): boolean {
  const inPart = (field: string) => own(procedure.fields, field)?.part === part
  const needed = needs.filter(inPart)
  if (needed.length === 0 && !(when && asksFor(when, part))) return false
  const isBrought = (field: string) => own(fields, field) !== undefined
  return !needed.every(isBrought) || ![...needed, ...may.filter(inPart)].some(isBrought)
}

/** Whether a condition is fulfilled by this part being there, and not by its being absent. */
function asksFor(condition: Condition, part: string): boolean {
  if ('all' in condition) return condition.all.some((one) => asksFor(one, part))
  if ('any' in condition) return condition.any.some((one) => asksFor(one, part))
  return 'hasPart' in condition && condition.hasPart === part
}
