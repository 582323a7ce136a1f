/**
 * Ends drafts. A draft says things about persons in no log and under no declaration, so it is not kept for good: it
 * ends after its time, and when its author has left, for then nobody can approve it. It also ends when something in its
 * dossier was destroyed that it may repeat. Only what was there when it was written counts: otherwise the other side
 * could end every draft by a note and its recall. A draft that recalls names only the wrong parts, and stands until all
 * of these are destroyed.
 */
import { DAY } from '@counterpart/casework/civil'
import type { AccountStore } from '../../store/accounts.ts'
import type { DraftEnd, DraftRow, DraftStore } from '../../store/drafts.ts'
import type { EntryRow, Reader } from '../../store/store.ts'
import type { RecallCommand } from '../command.ts'
import { damageIn, reportDamage } from '../damage.ts'
import { heldCode } from '../held.ts'
import type { Node, Relation } from '../relation.ts'
import { approvedAnswer } from './answered.ts'

/** How long a draft waits; also how long a declined one stays its author's. */
export const DRAFT_SECONDS = 30 * DAY

/** What could be read here when a draft was written. */
export interface Here {
  /** Sizes of the logs. */
  ours: number
  theirs: number
  /** Entries of theirs that were shown before their turn. */
  ahead: readonly string[]
}

export async function careForDrafts(
  node: Node,
  drafts: Pick<DraftStore, 'standingDrafts' | 'endDraft'>,
  accounts: Pick<AccountStore, 'officer'>,
): Promise<void> {
  for (const relation of node.relations.values()) {
    let isChanged = false
    for (const draft of await drafts.standingDrafts(relation.id)) {
      const now = node.clock()
      if (draft.command === null) await reportDamage(node, relation, [{ what: 'a draft', draft: draft.id }])
      const end =
        (await endIn(node, relation, draft)) ?? (await lapsesIn(node, relation, accounts, draft, now))
      if (end === null) continue
      await drafts.endDraft(draft.id, end, now)
      isChanged = true
    }
    // Whoever has the desk open sees it go.
    if (isChanged) node.events.emit({ kind: 'changed', relation: relation.id, dossiers: [] })
  }
}

/**
 * In a dossier that cannot be read a draft ends only by its time, or because its author has left. Such a dossier must not keep the drafts in others from being looked at.
 */
async function endIn(node: Node, relation: Relation, draft: DraftRow): Promise<DraftEnd | null> {
  try {
    return await node.store.read(relation.id, (reader) => endOf(reader, relation, draft))
  } catch (error) {
    const damage = damageIn(error, draft.dossier ?? undefined)
    if (damage === null) throw error
    await reportDamage(node, relation, [damage])
    return null
  }
}

async function lapsesIn(
  node: Node,
  relation: Relation,
  accounts: Pick<AccountStore, 'officer'>,
  draft: DraftRow,
  now: number,
): Promise<DraftEnd | null> {
  if (isInDoubt(node, relation)) return null
  return draft.since + DRAFT_SECONDS <= now || (await hasLeft(accounts, draft, now)) ? 'lapsed' : null
}

/** While the clock is in doubt no draft ends by time: one set far ahead would end all of them, and nobody has another copy. */
function isInDoubt(node: Node, relation: Relation): boolean {
  const held = heldCode(node, relation, relation.line.written)
  return held === 'held-clock' || held === 'held-start'
}

async function hasLeft(
  accounts: Pick<AccountStore, 'officer'>,
  { by }: DraftRow,
  now: number,
): Promise<boolean> {
  const until = (await accounts.officer(by))?.validTo ?? null
  return until !== null && until <= now
}

/** Read in one snapshot, so that what this draft itself caused, such as destroying, does not end it. */
async function endOf(reader: Reader, relation: Relation, draft: DraftRow): Promise<DraftEnd | null> {
  // It was recorded, and the node was stopped before it said so.
  if (await approvedAnswer(reader, relation, draft.id)) return 'approved'
  return (await isRepeated(reader, relation, draft)) ? 'destroyed' : null
}

async function isRepeated(reader: Reader, { ours }: Relation, draft: DraftRow): Promise<boolean> {
  const { dossier, created } = draft
  if (dossier === null) return false
  const here = keptIn(draft).here
  const known = (await reader.dossierEntries(dossier)).filter((row) => wasHere(row, ours, here))
  const leaves = known.map(({ leaf }) => leaf)
  const said = [...(await reader.deletions(leaves)).values()].flat()
  const destroyed = said.filter(({ side, time }) => side === ours && time >= created)
  const wrong = recalledIn(draft)
  if (wrong.length === 0) return destroyed.length > 0
  return wrong.every((part) => destroyed.some(({ leaf, name }) => `${leaf} ${name}` === part))
}

/** Whether the entry was here when the draft was written; assumed where the draft does not say. */
function wasHere({ side, index, leaf }: EntryRow, ours: string, here?: Here): boolean {
  if (here === undefined) return true
  return index < (side === ours ? here.ours : here.theirs) || here.ahead.includes(leaf)
}

function keptIn({ command }: DraftRow): { command?: Partial<RecallCommand>; here?: Here } {
  return (command ?? {}) as ReturnType<typeof keptIn>
}

/** Parts that a draft would recall, each with its entry; none of any other draft. */
function recalledIn(draft: DraftRow): string[] {
  const { kind, on, parts } = keptIn(draft).command ?? {}
  return kind === 'recall' ? (parts ?? []).map((name) => `${on} ${name}`) : []
}
