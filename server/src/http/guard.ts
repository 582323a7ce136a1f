/** Asks for permission and writes down who asked, so that it can be looked up later what was seen and done here. */
import type { Act } from '@counterpart/casework'
import { NodeError } from '../errors.ts'
import type { Context } from './context.ts'
import type { Action, Resource } from './permission/allow.ts'
import type { Officer, RowFacts } from './ports.ts'

/** The resource that was asked for, for the log of accesses. */
export interface Named {
  kind: string
  id: string
}

function nameOf(resource: Resource): Named {
  return { kind: resource.kind, id: resource.kind === 'dossier' ? resource.facts.id : '' }
}

/** `officer` is null for somebody who is not signed in. */
export async function note(
  context: Context,
  officer: Officer | null,
  action: string,
  what: Named,
  allowed = true,
): Promise<void> {
  const row = {
    at: context.clock(),
    officer: officer?.id ?? '',
    action: allowed ? action : `${action}-refused`,
    kind: what.kind,
    resource: what.id,
  }
  await context.access.log([row])
}

/** A context that asks for permission without a line in the log of accesses: the officer it asks about has done nothing. */
export function unnoted(context: Context): Context {
  const { access } = context
  return { ...context, access: { log: async () => undefined, accesses: (query) => access.accesses(query) } }
}

/** Throws NodeError `not-allowed`, after the refusal was written down. */
export async function demand(
  context: Context,
  officer: Officer,
  action: Action,
  resource: Resource,
  what = nameOf(resource),
): Promise<void> {
  const { allowed } = context.allow(officer, action, resource)
  await note(context, officer, action, what, allowed)
  if (!allowed) throw new NodeError({ code: 'not-allowed' })
}

/** A dossier that an officer may not read is answered like one that does not exist. */
export async function demandRead(
  context: Context,
  officer: Officer,
  id: string,
  action: 'read' | 'export' = 'read',
): Promise<RowFacts> {
  const facts = (await context.uses.facts([id])).get(id)
  const allowed = facts !== undefined && context.allow(officer, action, { kind: 'dossier', facts }).allowed
  await note(context, officer, action, { kind: 'dossier', id }, allowed)
  if (!allowed) throw new NodeError({ code: 'not-found' })
  return facts
}

/** Demands permission for an act, by its name if it has one. Whoever may not even read the dossier learns nothing of it. */
export async function demandAct(
  context: Context,
  officer: Officer,
  id: string,
  act: string | null = null,
): Promise<RowFacts> {
  const facts = await demandRead(context, officer, id)
  const declared = act === null ? undefined : context.uses.procedure(facts.digest)?.acts[act]
  await demand(context, officer, permissionFor(declared), { kind: 'dossier', facts })
  return facts
}

/** Demands permission to stay or recall in a dossier. Whoever may not even read it learns nothing of it. */
export async function demandRetain(context: Context, officer: Officer, id: string): Promise<void> {
  const facts = await demandRead(context, officer, id)
  await demand(context, officer, 'retain', { kind: 'dossier', facts })
}

/** An act that is decided at a level above takes another permission than work on the dossier. */
export function permissionFor(act: Act | undefined): 'act' | 'override' {
  return act?.level === 'above' ? 'override' : 'act'
}
