/** Notes who was shown which draft: a list of drafts shows everything in them, so it counts as reading. */
import type { AccessLog } from '../../store/access.ts'
import type { DraftRow } from '../../store/drafts.ts'
import type { Context } from '../context.ts'
import type { Officer } from '../ports.ts'

/** Reads within so many seconds count as one, since a page asks for its drafts again with every change on its node. */
const ONE_READING = 3600

/** When an officer was last noted for a draft, for each log of accesses. */
const noted = new WeakMap<AccessLog, Map<string, number>>()

/**
 * To be called before drafts are shown: what cannot be noted is not read. A draft in a dossier is also noted as reading
 * the dossier, as any act in it is.
 */
export async function noteReads(
  context: Context,
  officer: Officer,
  drafts: readonly Pick<DraftRow, 'id' | 'dossier' | 'since'>[],
): Promise<void> {
  const at = context.clock()
  const before = recent(context, at)
  const nameOf = ({ id, since }: Pick<DraftRow, 'id' | 'since'>) => `${officer.id} ${id} ${since}`
  const fresh = drafts.filter((draft) => !before.has(nameOf(draft)))
  if (fresh.length === 0) return
  const dossiers = new Set(fresh.flatMap(({ dossier }) => dossier ?? []))
  const row = (kind: string, resource: string) => ({
    at,
    officer: officer.id,
    action: 'read',
    kind,
    resource,
  })
  await context.access.log([
    ...fresh.map(({ id }) => row('draft', id)),
    ...[...dossiers].map((dossier) => row('dossier', dossier)),
  ])
  for (const draft of fresh) before.set(nameOf(draft), at)
}

/** Whether the officer was shown the draft, as the log of accesses says. */
export async function hasRead({ access }: Context, officer: Officer, draft: string): Promise<boolean> {
  const query = { officer: officer.id, kind: 'draft', resource: draft, limit: 1000 }
  return (await access.accesses(query)).some(({ action }) => action === 'read')
}

/** Drops older entries: a later reading is noted again, and nothing stays of a draft that has ended. */
function recent({ access }: Context, at: number): Map<string, number> {
  const known = noted.get(access) ?? new Map<string, number>()
  noted.set(access, known)
  for (const [name, time] of known) if (Math.abs(at - time) >= ONE_READING) known.delete(name)
  return known
}
