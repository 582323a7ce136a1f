/** Shows an officer what waits for a second person, and notes who read it. */
import { type Level, withoutFileKeys } from '@counterpart/casework'
import { orDamaged } from '../../uses/damage.ts'
import { isOvertaken } from '../../uses/dossier/position.ts'
import { isShown } from '../../uses/file/file-type.ts'
import { DRAFT_SECONDS } from '../../uses/record/draft-care.ts'
import type { Context } from '../context.ts'
import type { Command, Officer } from '../ports.ts'
import type { DraftView } from '../schema/drafts.ts'
import { caughtUp, filesOf, type Open, openTo } from './draft-open.ts'
import { noteReads } from './draft-reads.ts'

export async function listDrafts(context: Context, officer: Officer): Promise<DraftView[]> {
  const shown: Open[] = []
  for (const { id } of await context.uses.relations())
    for (const row of await context.drafts.standingDrafts(id)) {
      // A draft that was recorded has moved its dossier on by itself; shown as open, it could be written again and
      // recorded twice. A dossier that cannot be read hides its own draft, and none in others.
      const open = await orDamaged(caughtUp(context, row).then((now) => openTo(context, officer, now)))
      if (open) shown.push(open)
    }
  const views: DraftView[] = []
  for (const open of shown) views.push(await view(context, officer, open))
  await noteReads(
    context,
    officer,
    shown.map(({ row }) => row),
  )
  return views
}

async function view(context: Context, officer: Officer, open: Open): Promise<DraftView> {
  const { row, kept, digest, resource } = open
  const { command, declined } = kept
  const isApprover = context.allow(officer, 'approve', resource).allowed
  const answered =
    isApprover && command.kind === 'act'
      ? ((await orDamaged(context.uses.answeredGates(row.relation, command, officer))) ?? [])
      : []
  const nameOf = async (id: string) => (await context.accounts.officer(id))?.name ?? ''
  return {
    id: row.id,
    dossier: row.dossier,
    relation: row.relation,
    procedure: digest,
    by: await nameOf(row.by),
    created: row.created,
    until: row.since + DRAFT_SECONDS,
    office: kept.office,
    ...said(context, command, digest, kept.office),
    ...(await sinceWritten(context, open)),
    declined: declined ? { by: await nameOf(declined.by), at: declined.at, reason: declined.reason } : null,
    files: filesOf(context, open).map(({ value: { digest: file, name, type, bytes } }) => ({
      digest: file,
      name,
      type,
      bytes,
      shown: isShown(type),
    })),
    mine: row.by === officer.id,
    mayApprove: isApprover && answered.length === 0,
    answered,
  }
}

/** What will leave once it is approved. */
function said(
  context: Context,
  command: Command,
  digest: string,
  office: string,
): Pick<DraftView, 'act' | 'fields' | 'on' | 'parts' | 'handling' | 'opens' | 'recall' | 'stay'> {
  const nothing = { act: null, fields: {}, parts: {}, handling: null, opens: null, recall: null, stay: null }
  if (command.kind === 'recall') {
    const { on, parts, ground, reason } = command
    return { ...nothing, on, recall: { parts, ground, reason } }
  }
  if (command.kind === 'stay') {
    const { until, ground, reference } = command
    return { ...nothing, on: null, stay: { until, ground, reference } }
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
    stay: null,
  }
}

/** What happened since the draft was written: notes are no obstacle, but its approver has to know of them. */
async function sinceWritten(
  context: Context,
  { row, kept: { command, over } }: Open,
): Promise<Pick<DraftView, 'outdated' | 'saidSince'>> {
  const nothing = { outdated: false, saidSince: false }
  if (command.kind === 'stay') {
    const stands = await orDamaged(context.uses.ownStay(row.relation, command.dossier))
    return { ...nothing, outdated: stands !== null && over !== stands }
  }
  if (command.kind !== 'act') return nothing
  const now = await orDamaged(context.uses.standsAt(row.relation, command.dossier))
  if (now === null || command.position === now) return nothing
  const outdated = isOvertaken(command.position, now)
  return { outdated, saidSince: !outdated }
}

type Opening = Extract<Command, { kind: 'open' }>

function opensWith({ to, level, under = [] }: Opening, own: Level): NonNullable<DraftView['opens']> {
  const filed = under.map(({ dossier, content }) => ({ dossier, content: content ?? null }))
  return { to: to ?? null, level: level ?? own, under: filed }
}

function shownFields(context: Context, digest: string, fields: Readonly<Record<string, unknown>>) {
  const procedure = context.uses.procedure(digest)
  return procedure ? withoutFileKeys(procedure, fields) : fields
}
