import type { Dossier } from '../../api/types.ts'
import { Panel } from '../../parts/panel.tsx'
import { RefRow } from '../../parts/ref-row.tsx'
import { useTexts } from '../../text/use-texts.tsx'

/** Where something is filed: the instrument, the meeting, the mechanism. */
export function StandsIn({ dossier }: { dossier: Dossier }) {
  const { t } = useTexts()
  // Two ways can lead to the same place.
  const parents = [...new Map(dossier.parents.map((one) => [one.id, one])).values()]
  if (parents.length === 0) return null
  return (
    <Panel title={t('record.stands-in')}>
      <ul className="refs">
        {parents.map((one) => (
          <RefRow key={one.id} of={one} arrow="↑" />
        ))}
      </ul>
    </Panel>
  )
}
