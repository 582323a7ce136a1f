/** Acts that wait for a second person: one officer writes, another one approves, and that records the act. */
import { isDeepStrictEqual } from 'node:util'
import { NodeError } from '../../errors.ts'
import type { DraftRow } from '../../store/drafts.ts'
import type { Context } from '../context.ts'
import { demand, demandRead, note, unnoted } from '../guard.ts'
import { isDeclared } from '../permission/approvers.ts'
import type { Command, FileDownload, Officer } from '../ports.ts'
import type { Recorded, RecordedAct } from '../schema/dossier.ts'
import { officerOf } from '../session.ts'
import { demandCommand } from './command.ts'
import { filesOf, gone, type Kept, seen, standing } from './draft-open.ts'

/** Drafts of one officer that nobody has approved or ended, in all relations. */
export const MOST_DRAFTS = 100

/**
 * Keeps the act under the id of its request: the act will be recorded as this draft, hence at most once.
 * @throws NodeError `bad-value` when this request was another officer's or something else, `drafts-full`, `recall-drafted`
 */
export function keepDraft(
  context: Context,
  officer: Officer,
  relation: string,
  command: Command,
): Promise<Recorded> {
  const keep = () => kept(context, officer, relation, command)
  // One at a time: otherwise a hundred that are sent together would each find room.
  return oneAtATime(`of ${officer.id}`, () =>
    command.kind === 'recall' ? oneAtATime(`recalls of ${command.on}`, keep) : keep(),
  )
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
    if ((await context.drafts.standingOf(officer.id)) >= MOST_DRAFTS)
      throw new NodeError({ code: 'drafts-full' })
    await checkRecalledOnce(context, relation, command)
    const dossier = command.kind === 'open' ? null : command.dossier
    const over = command.kind === 'stay' && { over: await context.uses.ownStay(relation, command.dossier) }
    const here = await context.uses.here(relation)
    const draft: Kept = { command, office: officer.office.code, here, ...over }
    await context.drafts.putDraft({
      id,
      relation,
      dossier,
      command: draft,
      by: officer.id,
      created: context.clock(),
    })
    context.uses.tell(relation)
  } else if (first.by !== officer.id) throw new NodeError({ code: 'bad-value', path: '/request' })
  else if (first.state === 'approved') {
    const answer = await context.uses.approved(first.relation, id)
    if (!answer) throw gone()
    return answer
  } else if (first.command === null) throw gone()
  else if (!isDeepStrictEqual((first.command as Kept).command, command))
    throw new NodeError({ code: 'bad-value', path: '/request', message: 'this request was something else' })
  return { kind: 'drafted', draft: id }
}

/** Refuses a draft that recalls the same as another: whoever approved the second would approve what is destroyed already. */
async function checkRecalledOnce(context: Context, relation: string, command: Command): Promise<void> {
  if (command.kind !== 'recall') return
  for (const row of await context.drafts.standingDrafts(relation)) {
    const other = row.state === 'open' ? (row.command as Kept | null)?.command : undefined
    if (other?.kind === 'recall' && other.on === command.on)
      if (other.parts.some((part) => command.parts.includes(part)))
        throw new NodeError({ code: 'recall-drafted' })
  }
}

export function approve(context: Context, officer: Officer, id: string): Promise<RecordedAct> {
  return oneAtATime(id, async () => {
    const row = await standing(context, id)
    const what = { kind: 'draft', id }
    if (row?.state === 'approved' && row.by !== officer.id) {
      const answer = await repeated(context, officer, row)
      if (!answer) await note(context, officer, 'approve', what, false)
      if (!answer) throw gone()
      return answer
    }
    const { kept, resource } = await seen(context, officer, row, id)
    if (row?.by === officer.id) {
      await note(context, officer, 'approve', what, false)
      throw new NodeError({ code: 'same-officer' })
    }
    await demand(context, officer, 'approve', resource, what)
    // Whoever approves what both sides will destroy has to be able to read it.
    if (!isDeclared(kept.command)) await demandRead(context, officer, kept.command.dossier)
    const author = officerOf(context, await context.accounts.officer(row?.by ?? ''))
    // An author who left the office, or may no longer do it, has no act that could be approved.
    if (author?.office.code !== kept.office) throw gone()
    await demandCommand(unnoted(context), author, kept.command)
    const { command, over } = kept
    // A draft of an earlier version does not say which stay the two looked at.
    if (command.kind === 'stay' && over === undefined) throw new NodeError({ code: 'look-again' })
    const approved = over === undefined ? command : { ...command, over }
    const recorded = await context.uses.record(approved, author, officer)
    await context.drafts.endDraft(id, 'approved', context.clock())
    return recorded
  })
}

/** Whoever may read a draft may read the files in it: nobody should approve what he or she cannot look at. */
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

/** Declines a draft with a reason. It stays its author's, to be written again or discarded. */
export function decline(context: Context, officer: Officer, id: string, reason: string): Promise<null> {
  return oneAtATime(id, async () => {
    const row = await standing(context, id)
    // The answer to the first time may have been lost, so the officer says the same again.
    const before = row?.state === 'declined' ? (row.command as Kept).declined : undefined
    if (before?.by === officer.id && before.reason === reason) return null
    const { kept, resource, row: own } = await seen(context, officer, row, id)
    if (own.by === officer.id) {
      await note(context, officer, 'decline', { kind: 'draft', id }, false)
      throw new NodeError({ code: 'same-officer' })
    }
    await demand(context, officer, 'decline', resource, { kind: 'draft', id })
    const at = context.clock()
    const said: Kept = { ...kept, declined: { by: officer.id, at, reason } }
    if (!(await context.drafts.declineDraft(id, said, at))) throw gone()
    context.uses.tell(own.relation)
    return null
  })
}

export function discard(context: Context, officer: Officer, id: string): Promise<null> {
  return oneAtATime(id, async () => {
    const { resource, row } = await seen(context, officer, await standing(context, id), id)
    await demand(context, officer, 'discard', resource, { kind: 'draft', id })
    if (!(await context.drafts.endDraft(id, 'withdrawn', context.clock()))) throw gone()
    context.uses.tell(row.relation)
    return null
  })
}

const busy = new Map<string, Promise<unknown>>()

/** Approving and taking back never overlap: a draft that was taken back is not recorded. */
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

/** The first answer once more, for whoever approved the draft; `null` for everybody else, as for a draft that does not exist. */
async function repeated(context: Context, officer: Officer, row: DraftRow): Promise<RecordedAct | null> {
  const answer = await context.uses.approved(row.relation, row.id)
  if (!answer || !(await context.uses.approvedBy(row.relation, answer.leaf, officer))) return null
  const facts = (await context.uses.facts([answer.dossier])).get(answer.dossier)
  return facts && context.allow(officer, 'read', { kind: 'dossier', facts }).allowed ? answer : null
}
