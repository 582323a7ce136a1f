/** Asks for permission and writes down who asked: what was seen and done here can be looked up later. */
import type { Act } from '@counterpart/casework'
import { NodeError } from '../errors.ts'
import type { Context } from './context.ts'
import type { Action, Resource } from './permission/allow.ts'
import type { Officer, RowFacts } from './ports.ts'

/** What was asked for, for the log of accesses. */
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

/** To ask whether somebody may who asks for nothing: what another one causes is not written down as his or hers. */
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

/** Whatever one may not read is answered like what is not there. */
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

/** For an act, by its name if it has one: one who may not even read the dossier learns nothing of it. */
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

/** To stay or recall what a dossier holds: one who may not even read it learns nothing of it. */
export async function demandRetain(context: Context, officer: Officer, id: string): Promise<void> {
  const facts = await demandRead(context, officer, id)
  await demand(context, officer, 'retain', { kind: 'dossier', facts })
}

/** What is decided at a level above is another permission than to work on the dossier. */
export function permissionFor(act: Act | undefined): 'act' | 'override' {
  return act?.level === 'above' ? 'override' : 'act'
}
