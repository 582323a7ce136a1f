/** Whether an officer may give a command, and who else has to. */
import type { Role } from '@counterpart/casework'
import { NodeError } from '../../errors.ts'
import type { Context } from '../context.ts'
import { demand, demandAct, demandRetain } from '../guard.ts'
import { approversIn, isDeclared } from '../permission/approvers.ts'
import type { Command, Declared, Officer } from '../ports.ts'
import { checkDays } from './checked-days.ts'
import { checkNamedOffices } from './named-offices.ts'

/** An act needs a dossier that the officer may read and act in. An opening needs every dossier it is filed under. */
export async function demandCommand(context: Context, officer: Officer, command: Command): Promise<void> {
  if (!isDeclared(command)) return demandRetain(context, officer, command.dossier)
  await demandNamed(context, officer, command)
  checkNamedOffices(context, command.fields)
  if (command.kind === 'act') {
    const { digest } = await demandAct(context, officer, command.dossier, command.act)
    checkDays(context, digest, command.fields)
    return
  }
  await demand(context, officer, 'open', { kind: 'relation' }, { kind: 'relation', id: command.relation })
  checkDays(context, command.procedure, command.fields)
  if (command.to !== undefined) checkAddressee(context, command.relation, command.to)
  for (const [at, under] of (command.under ?? []).entries()) {
    const facts = (await context.uses.facts([under.dossier])).get(under.dossier)
    if (!facts || !context.allow(officer, 'read', { kind: 'dossier', facts }).allowed)
      throw new NodeError({ code: 'not-found', path: `/under/${at}` })
  }
}

/** Every dossier that the fields refer to has to be readable for the officer: otherwise the answer would tell that it exists. */
async function demandNamed(context: Context, officer: Officer, command: Declared): Promise<void> {
  const named = referencesIn(command.fields)
  const facts = await context.uses.facts(named.map(({ dossier }) => dossier))
  for (const { path, dossier } of named) {
    const one = facts.get(dossier)
    if (!one || !context.allow(officer, 'read', { kind: 'dossier', facts: one }).allowed)
      throw new NodeError({ code: 'not-found', path })
  }
}

/** References in fields and in rows of lists, wherever they stand. */
function referencesIn(value: unknown, path = '/fields'): { path: string; dossier: string }[] {
  if (typeof value !== 'object' || value === null) return []
  if ('dossier' in value && typeof value.dossier === 'string') return [{ path, dossier: value.dossier }]
  return Object.entries(value).flatMap(([name, below]) => referencesIn(below, `${path}/${name}`))
}

/** Refuses an office that does not exist: the act would lie on nobody's desk. */
function checkAddressee(context: Context, relation: string, to: string): void {
  const side = context.directory.office(to)?.side
  const parties = relation.split('/', 1)[0]?.split('~') ?? []
  if (side === undefined || side === context.party || !parties.includes(side))
    throw new NodeError({ code: 'bad-value', path: '/to' })
}

/**
 * Where a command goes, and who has to approve it besides its author.
 * @throws NodeError `unknown-act`, `unknown-procedure`, `not-found`
 */
export async function approversOf(
  context: Context,
  command: Command,
): Promise<{ relation: string; digest: string; approvers: readonly Role[]; readers: readonly Role[] }> {
  const { relation, digest } = await placeOf(context, command)
  const procedure = context.uses.procedure(digest)
  if (!procedure) throw new NodeError({ code: 'unknown-procedure' })
  return { relation, digest, approvers: approversIn(procedure, command), readers: procedure.readers ?? [] }
}

async function placeOf(context: Context, command: Command): Promise<{ relation: string; digest: string }> {
  if (command.kind === 'open') return { relation: command.relation, digest: command.procedure }
  const facts = (await context.uses.facts([command.dossier])).get(command.dossier)
  if (!facts) throw new NodeError({ code: 'not-found' })
  return facts
}
