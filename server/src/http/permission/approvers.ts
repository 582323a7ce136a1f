/** The roles of which one has to approve a command besides its author. */
import type { Procedure, Role } from '@counterpart/casework'
import { NodeError } from '../../errors.ts'
import type { Command, Declared } from '../ports.ts'

/** These approve a recall, or a stay that is shortened. In a procedure that is closed to others the head of protection may, too. */
const RECALL_APPROVERS: readonly Role[] = ['approver', 'legal-reviewer']
const CLOSED_APPROVERS: readonly Role[] = [...RECALL_APPROVERS, 'protection-lead']

/** Whether a procedure declares the command; the others are the same in every dossier. */
export function isDeclared(command: Command): command is Declared {
  return command.kind === 'open' || command.kind === 'act'
}

/**
 * The roles that the declaration names; for a recall or a shorter stay the same roles in every dossier. None where one
 * person suffices. @throws NodeError `unknown-act`
 */
export function approversIn({ acts, readers = [] }: Procedure, command: Command): readonly Role[] {
  if (!isDeclared(command)) return readers.length > 0 ? CLOSED_APPROVERS : RECALL_APPROVERS
  if (!Object.hasOwn(acts, command.act)) throw new NodeError({ code: 'unknown-act', path: '/act' })
  return acts[command.act]?.approval ?? []
}
