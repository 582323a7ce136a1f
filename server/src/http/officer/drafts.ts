/** Acts that wait for a second person: one officer writes, another one approves, and that records it. */
import { isDeepStrictEqual } from 'node:util'
import { filesIn, type Level, type Role, withoutFileKeys } from '@counterpart/casework'
import { NodeError } from '../../errors.ts'
import type { DraftRow } from '../../store/drafts.ts'
import { LOOKED_THROUGH } from '../../uses/draft-care.ts'
import { isShown } from '../../uses/file-type.ts'
import { isOvertaken } from '../../uses/position.ts'
import type { Context } from '../context.ts'
import { demand, demandRead, note } from '../guard.ts'
import type { Resource } from '../permission/allow.ts'
import type { Command, FileDownload, Officer } from '../ports.ts'
import type { DraftView, Recorded, RecordedAct } from '../schema/dossier.ts'
import { officerOf } from '../session.ts'
import { approversOf, demandCommand } from './command.ts'

/** What is kept of a draft, encrypted, as long as it is open. */
interface Kept {
  command: Command
  /** The author's office when it was written. */
  office: string
}

interface Open {
  row: DraftRow
  kept: Kept
  digest: string
  approvers: readonly Role[]
  resource: Resource
}

/**
 * Keeps the act under the id of its request: the act will be recorded under it too, hence at most once.
 * @throws NodeError `bad-value` when this request was another officer's or something else, `recall-drafted`
 */
export function keepDraft(
  context: Context,
  officer: Officer,
  relation: string,
  command: Command,
): Promise<Recorded> {
  const keep = () => kept(context, officer, relation, command)
  return command.kind === 'recall' ? oneAtATime(`recalls of ${command.on}`, keep) : keep()
}

async function kept(
  context: Context,
  officer: Officer,
  relation: string,
  command: Command,
): Promise<Recorded> {
  const id = command.request
  const first = await standing(context, id)
  if (!first) {
    await checkRecalledOnce(context, relation, command)
    const draft: Kept = { command, office: officer.office.code }
    const dossier = command.kind === 'open' ? null : command.dossier
    await context.drafts.putDraft({
      id,
      relation,
      dossier,
      command: draft,
      by: officer.id,
      created: context.clock(),
    })
  } else if (first.by !== officer.id) throw new NodeError({ code: 'bad-value', path: '/request' })
  else if (first.state === 'withdrawn') throw gone()
  else if (first.state === 'approved') return (await context.uses.answered(first.relation, id)) ?? gone()
  else if (!isDeepStrictEqual((first.command as Kept).command, command))
    throw new NodeError({ code: 'bad-value', path: '/request', message: 'this request was something else' })
  return { kind: 'drafted', draft: id }
}

/** Of two drafts that recall the same, whoever approves the second would approve what is destroyed already. */
async function checkRecalledOnce(context: Context, relation: string, command: Command): Promise<void> {
  if (command.kind !== 'recall') return
  for (const row of await context.drafts.openDrafts(relation, LOOKED_THROUGH)) {
    const other = (row.command as Kept | null)?.command
    if (other?.kind === 'recall' && other.on === command.on)
      if (other.parts.some((part) => command.parts.includes(part)))
        throw new NodeError({ code: 'recall-drafted' })
  }
}

export async function listDrafts(context: Context, officer: Officer): Promise<DraftView[]> {
  const views: DraftView[] = []
  for (const { id } of await context.uses.relations())
    for (const row of await context.drafts.openDrafts(id, LOOKED_THROUGH)) {
      // One that was recorded moved its dossier on by itself: whoever wrote it again would record it twice.
      const open = await opened(context, await caughtUp(context, row))
      if (open && context.allow(officer, 'consult', open.resource).allowed)
        views.push(await view(context, officer, open))
    }
  return views
}

export function approve(context: Context, officer: Officer, id: string): Promise<RecordedAct> {
  return oneAtATime(id, async () => {
    const row = await standing(context, id)
    const what = { kind: 'draft', id }
    if (row?.state === 'approved' && row.by !== officer.id) {
      const answer = await repeated(context, officer, row)
      if (!answer) await note(context, officer, 'approve', what, false)
      return answer ?? gone()
    }
    const { kept, resource } = await seen(context, officer, row, id)
    if (row?.by === officer.id) {
      await note(context, officer, 'approve', what, false)
      throw new NodeError({ code: 'same-officer' })
    }
    await demand(context, officer, 'approve', resource, what)
    // What is destroyed on both sides is approved by somebody who has it before his or her eyes.
    if (kept.command.kind === 'recall') await demandRead(context, officer, kept.command.dossier)
    const author = officerOf(context, await context.accounts.officer(row?.by ?? ''))
    // Whoever left the office or may no longer do it has no act that could be approved.
    if (author?.office.code !== kept.office) throw gone()
    await demandCommand(context, author, kept.command)
    const recorded = await context.uses.record(kept.command, author, officer)
    await context.drafts.endDraft(id, 'approved')
    return recorded
  })
}

/** Whoever may read a draft may read what it encloses: nobody approves what he or she cannot look at. */
export async function draftedFile(
  context: Context,
  officer: Officer,
  { id, digest }: { id: string; digest: string },
): Promise<FileDownload> {
  const row = await context.drafts.draft(id)
  const open = await seen(context, officer, row, id)
  const found = filesOf(context, open).find(({ value }) => value.digest === digest)
  if (!row || !found) throw new NodeError({ code: 'not-found' })
  await note(context, officer, 'export', { kind: 'draft', id })
  return context.uses.brought(row.relation, row.by, found.value)
}

export function discard(context: Context, officer: Officer, id: string): Promise<null> {
  return oneAtATime(id, async () => {
    const { resource } = await seen(context, officer, await standing(context, id), id)
    await demand(context, officer, 'discard', resource, { kind: 'draft', id })
    if (!(await context.drafts.endDraft(id, 'withdrawn'))) throw gone()
    return null
  })
}

const busy = new Map<string, Promise<unknown>>()

/** Approving and taking back never overlap: what was taken back is not recorded. */
async function oneAtATime<T>(id: string, work: () => Promise<T>): Promise<T> {
  const before = busy.get(id)
  const mine = (before ?? Promise.resolve()).then(work, work)
  busy.set(id, mine)
  try {
    return await mine
  } finally {
    if (busy.get(id) === mine) busy.delete(id)
  }
}

async function standing(context: Context, id: string): Promise<DraftRow | null> {
  return caughtUp(context, await context.drafts.draft(id))
}

/**
 * A node that was stopped after it had recorded and before it said so left the draft open. It is approved, by whoever
 * the act names: nobody else is taken for its approver, and nobody takes it back.
 */
async function caughtUp<R extends DraftRow | null>(context: Context, row: R): Promise<R | DraftRow> {
  if (row?.state !== 'open' || !(await context.uses.answered(row.relation, row.id))) return row
  await context.drafts.endDraft(row.id, 'approved')
  return { ...row, command: null, state: 'approved' }
}

/** Whoever approved it gets the same answer, after the first was lost; to everybody else it is a draft that is not there. */
async function repeated(context: Context, officer: Officer, row: DraftRow): Promise<RecordedAct | null> {
  const answer = await context.uses.answered(row.relation, row.id)
  if (!answer || !(await context.uses.approvedBy(row.relation, answer.leaf, officer))) return null
  const facts = (await context.uses.facts([answer.dossier])).get(answer.dossier)
  return facts && context.allow(officer, 'read', { kind: 'dossier', facts }).allowed ? answer : null
}

async function opened(context: Context, row: DraftRow): Promise<Open | null> {
  if (row.state !== 'open' || row.command === null) return null
  const kept = row.command as Kept
  const found = await approversOf(context, kept.command)
  const { approvers, readers } = found
  const resource = { kind: 'draft', by: row.by, office: kept.office, approvers, readers } as const
  return { row, kept, ...found, resource }
}

async function seen(context: Context, officer: Officer, row: DraftRow | null, id: string): Promise<Open> {
  const open = row ? await opened(context, row) : null
  if (open && context.allow(officer, 'consult', open.resource).allowed) return open
  await note(context, officer, 'consult', { kind: 'draft', id }, false)
  throw gone()
}

async function view(context: Context, officer: Officer, open: Open): Promise<DraftView> {
  const { row, kept, digest, resource } = open
  const { command } = kept
  const author = await context.accounts.officer(row.by)
  return {
    id: row.id,
    dossier: row.dossier,
    relation: row.relation,
    procedure: digest,
    by: author?.name ?? '',
    created: row.created,
    office: kept.office,
    ...said(context, command, digest, kept.office),
    outdated: await isOutdated(context, open),
    files: filesOf(context, open).map(({ value: { digest: file, name, type, bytes } }) => ({
      digest: file,
      name,
      type,
      bytes,
      shown: isShown(type),
    })),
    mine: row.by === officer.id,
    mayApprove: context.allow(officer, 'approve', resource).allowed,
  }
}

/** What will leave once it is approved. */
function said(
  context: Context,
  command: Command,
  digest: string,
  office: string,
): Pick<DraftView, 'act' | 'fields' | 'on' | 'parts' | 'handling' | 'opens' | 'recall'> {
  if (command.kind === 'recall') {
    const { on, parts, ground, reason } = command
    const nothing = { act: null, fields: {}, parts: {}, handling: null, opens: null }
    return { ...nothing, on, recall: { parts, ground, reason } }
  }
  const level = context.directory.office(office)?.level ?? 'gate'
  return {
    act: command.act,
    fields: shownFields(context, digest, command.fields),
    on: command.kind === 'act' ? (command.on ?? null) : null,
    parts: context.uses.leaving(command, digest, level),
    handling: command.handling ?? null,
    opens: command.kind === 'open' ? opensWith(command, level) : null,
    recall: null,
  }
}

async function isOutdated(context: Context, { row, kept: { command } }: Open): Promise<boolean> {
  if (command.kind !== 'act') return false
  const now = await context.uses.standsAt(row.relation, command.dossier)
  return now !== null && isOvertaken(command.position, now)
}

type Opening = Extract<Command, { kind: 'open' }>

function opensWith({ to, level, under = [] }: Opening, own: Level): NonNullable<DraftView['opens']> {
  const filed = under.map(({ dossier, content }) => ({ dossier, content: content ?? null }))
  return { to: to ?? null, level: level ?? own, under: filed }
}

function filesOf(context: Context, { kept: { command }, digest }: Open): ReturnType<typeof filesIn> {
  const procedure = context.uses.procedure(digest)
  return procedure && command.kind !== 'recall' ? filesIn(procedure, command.fields) : []
}

function shownFields(context: Context, digest: string, fields: Readonly<Record<string, unknown>>) {
  const procedure = context.uses.procedure(digest)
  return procedure ? withoutFileKeys(procedure, fields) : fields
}

function gone(): never {
  throw new NodeError({ code: 'draft-gone' })
}
