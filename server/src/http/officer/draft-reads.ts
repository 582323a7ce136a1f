/** Who was shown which draft: a list of them shows all that they say, which is reading them. */
import type { AccessLog } from '../../store/access.ts'
import type { DraftRow } from '../../store/drafts.ts'
import type { Context } from '../context.ts'
import type { Officer } from '../ports.ts'

/** A page asks for its drafts anew with everything that changes on its node: so long the same reading is one. Seconds. */
const ONE_READING = 3600

/** Of each log, when an officer was last noted for a draft. */
const noted = new WeakMap<AccessLog, Map<string, number>>()

/** Before they are shown: what cannot be noted is not read. One in a dossier is noted for that as well, as any act in it is. */
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

/** Whoever was shown it, by the log. */
export async function hasRead({ access }: Context, officer: Officer, draft: string): Promise<boolean> {
  const query = { officer: officer.id, kind: 'draft', resource: draft, limit: 1000 }
  return (await access.accesses(query)).some(({ action }) => action === 'read')
}

/** What is older goes: the same readings begin again, and none of a draft that has ended stays. */
function recent({ access }: Context, at: number): Map<string, number> {
  const known = noted.get(access) ?? new Map<string, number>()
  noted.set(access, known)
  for (const [name, time] of known) if (Math.abs(at - time) >= ONE_READING) known.delete(name)
  return known
}
