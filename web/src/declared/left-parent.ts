/** Whether what a dossier was opened from has gone on without it, so that it may have no ground any more. */
import type { Declared, Dossier, DossierRef } from '../api/types.ts'
import { findDeclared } from './naming.ts'
import { dossierOf } from './read.ts'

type Opened = Pick<Dossier, 'id' | 'procedure' | 'path'>

/**
 * A link that names a side is for what the parent waits for: nothing else waits for it once the parent has left the states from
 * which the link is offered. These states; `null` where it stands in one of them.
 */
function leftStates(
  all: readonly Declared[],
  parent: { digest?: string; procedure: string; state: string },
  opened: Opened,
): string[] | null {
  const links = Object.values(findDeclared(all, parent)?.procedure.links ?? {})
  const from = new Set(
    links.flatMap(({ opens, by = 'either', from }) =>
      opens === opened.procedure && by !== 'either' ? from : [],
    ),
  )
  return from.size === 0 || from.has(parent.state) ? null : [...from]
}

function isOpen({ path }: Opened): boolean {
  return !path.some(({ current, final }) => current && final)
}

/** The dossiers it is filed under that may have gone on without it, as far as its own page knows them. */
export function perhapsLeft(
  all: readonly Declared[],
  dossier: Opened & Pick<Dossier, 'parents'>,
): DossierRef[] {
  return dossier.parents.filter(
    (parent) =>
      parent.relation === 'filed-under' && isOpen(dossier) && leftStates(all, parent, dossier) !== null,
  )
}

/** The same, of the whole parent. One that names the dossier in a field of its own went on because of it. */
export function leftBy(
  all: readonly Declared[],
  parent: Pick<Dossier, 'digest' | 'procedure' | 'state' | 'fields'>,
  dossier: Opened,
): string[] | null {
  const isNamed = Object.values(parent.fields).some((value) => dossierOf(value) === dossier.id)
  return isNamed || !isOpen(dossier) ? null : leftStates(all, parent, dossier)
}
