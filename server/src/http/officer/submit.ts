/** A command of one officer: recorded, or put before a second person. */
import { type NodeCode, NodeError } from '../../errors.ts'
import type { Context } from '../context.ts'
import type { Command, Officer } from '../ports.ts'
import type { Recorded } from '../schema/dossier.ts'
import { approversOf, demandCommand } from './command.ts'
import { keepDraft } from './drafts.ts'

/** Refusals that pass by themselves. */
const HELD = ['held-start', 'held-clock', 'line-down'] as const satisfies readonly NodeCode[]

/** Records a command, or keeps it as a draft where it takes a second person. */
export async function submit(context: Context, officer: Officer, command: Command): Promise<Recorded> {
  await demandCommand(context, officer, command)
  const { relation, approvers } = await approversOf(context, command)
  if (approvers.length === 0) return context.uses.record(command, officer, null)
  if (!(await context.drafts.draft(command.request))) await mayBeRecorded(context, officer, command)
  return keepDraft(context, officer, relation, command)
}

/** Refuses a hopeless command now, and not only when the approver tries it. A node that is held still takes drafts. */
async function mayBeRecorded(context: Context, officer: Officer, command: Command): Promise<void> {
  try {
    await context.uses.preview(command, officer)
  } catch (error) {
    if (error instanceof NodeError && (HELD as readonly string[]).includes(error.code)) return
    throw error
  }
}
