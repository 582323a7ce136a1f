/** Who has to approve a command besides its author. */
import type { Procedure, Role } from '@counterpart/casework'
import { NodeError } from '../../errors.ts'
import type { Command, Declared } from '../ports.ts'

/** A recall, or a stay that is shortened, is approved as a refusal is; in what a procedure closes, by another one of those who may recall. */
const RECALL_APPROVERS: readonly Role[] = ['approver', 'legal-reviewer']
const CLOSED_APPROVERS: readonly Role[] = [...RECALL_APPROVERS, 'protection-lead']

/** What a procedure declares; the others are of every dossier. */
export function isDeclared(command: Command): command is Declared {
  return command.kind === 'open' || command.kind === 'act'
}

/**
 * By the declaration it falls under, and of a recall or a shorter stay in every dossier; nobody where one person suffices.
 * @throws NodeError `unknown-act`
 */
export function approversIn({ acts, readers = [] }: Procedure, command: Command): readonly Role[] {
  if (!isDeclared(command)) return readers.length > 0 ? CLOSED_APPROVERS : RECALL_APPROVERS
  if (!Object.hasOwn(acts, command.act)) throw new NodeError({ code: 'unknown-act', path: '/act' })
  return acts[command.act]?.approval ?? []
}
