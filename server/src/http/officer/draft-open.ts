/** A draft as it is kept, for whoever may see it. */
import { filesIn, type Role } from '@counterpart/casework'
import { NodeError } from '../../errors.ts'
import type { DraftRow } from '../../store/drafts.ts'
import type { Here } from '../../uses/record/draft-care.ts'
import type { Context } from '../context.ts'
import { note } from '../guard.ts'
import type { Resource } from '../permission/allow.ts'
import { isDeclared } from '../permission/approvers.ts'
import type { Command, Officer } from '../ports.ts'
import { approversOf } from './command.ts'

/** What is kept of a draft, encrypted, as long as it stands. */
export interface Kept {
  command: Command
  /** The author's office when it was written. */
  office: string
  here?: Here
  /** For a stay: until when ours stood then. A draft of an earlier version does not say it, and nobody can approve it. */
  over?: number
  /** Who declined it, when, and why. */
  declined?: { by: string; at: number; reason: string }
}

export interface Open {
  row: DraftRow
  kept: Kept
  digest: string
  approvers: readonly Role[]
  resource: Resource
}

export async function standing(context: Context, id: string): Promise<DraftRow | null> {
  return caughtUp(context, await context.drafts.draft(id))
}

/**
 * A node that was stopped between recording and saying so left the draft open, or ended it by itself. It counts as
 * approved by whoever the act names: nobody else is taken for its approver, and nobody takes it back.
 */
export async function caughtUp<R extends DraftRow | null>(context: Context, row: R): Promise<R | DraftRow> {
  if (!row || row.state === 'approved' || !(await context.uses.approved(row.relation, row.id))) return row
  const since = context.clock()
  await context.drafts.endDraft(row.id, 'approved', since)
  return { ...row, command: null, state: 'approved', since }
}

/** A declined draft is there for its author alone. */
export async function openTo(context: Context, officer: Officer, row: DraftRow | null): Promise<Open | null> {
  if (row === null || row.command === null) return null
  if (row.state === 'declined' && row.by !== officer.id) return null
  const kept = row.command as Kept
  const found = await approversOf(context, kept.command)
  const { approvers, readers } = found
  const resource = { kind: 'draft', by: row.by, office: kept.office, approvers, readers } as const
  return context.allow(officer, 'consult', resource).allowed ? { row, kept, ...found, resource } : null
}

export async function seen(
  context: Context,
  officer: Officer,
  row: DraftRow | null,
  id: string,
): Promise<Open> {
  const open = await openTo(context, officer, row)
  if (open) return open
  await note(context, officer, 'consult', { kind: 'draft', id }, false)
  throw gone()
}

export function filesOf(context: Context, { kept: { command }, digest }: Open): ReturnType<typeof filesIn> {
  const procedure = context.uses.procedure(digest)
  return procedure && isDeclared(command) ? filesIn(procedure, command.fields) : []
}

export function gone(): NodeError {
  return new NodeError({ code: 'draft-gone' })
}
