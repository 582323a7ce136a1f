import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { dossierQuery } from '../../api/queries.ts'
import type { Dossier } from '../../api/types.ts'
import { CountLine } from '../../parts/count-line.tsx'
import { Icon } from '../../parts/icon.tsx'
import { RefRow } from '../../parts/ref-row.tsx'
import { useSeen } from '../../parts/use-seen.ts'
import { useTexts } from '../../text/use-texts.tsx'

/** What is filed under a dossier and does work: what plays a part is shown for itself. */
export function workUnder(dossier: Dossier): Dossier['children'] {
  return dossier.children.filter((one) => one.plays === null)
}

export function countsUnder(dossier: Dossier): Dossier['counts'][string] {
  return Object.values(dossier.counts).flat()
}

/** Counts of what is filed under a dossier, and its list on demand; read when it comes onto the screen. */
export function Filed({ id }: { id: string }) {
  const { t } = useTexts()
  const [watch, seen] = useSeen()
  const [open, setOpen] = useState(false)
  const dossier = useQuery({ ...dossierQuery(id), staleTime: 60_000, enabled: seen }).data
  const refs = dossier ? workUnder(dossier) : []
  return (
    <div className="content-filed" ref={watch}>
      {dossier && <CountLine counts={countsUnder(dossier)} />}
      {refs.length > 0 && (
        <button type="button" className="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? 'down' : 'right'} size={13} /> {t('content.filed', { count: refs.length })}
        </button>
      )}
      {open && (
        <ul className="refs">
          {refs.map((one) => (
            <RefRow key={one.id} of={one} arrow="·" />
          ))}
        </ul>
      )}
    </div>
  )
}
