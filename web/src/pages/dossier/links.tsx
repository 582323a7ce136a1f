import type { Dossier } from '../../api/types.ts'
import { Panel } from '../../parts/panel.tsx'
import { RefRow } from '../../parts/ref-row.tsx'
import { useTexts } from '../../text/use-texts.tsx'

/** What it is filed under and what is filed under it. */
export function Links({ dossier }: { dossier: Dossier }) {
  const { t } = useTexts()
  if (dossier.parents.length + dossier.children.length === 0) return null
  return (
    <Panel title={t('dossier.linked')}>
      <ul className="refs">
        {dossier.parents.map((one) => (
          <RefRow key={`${one.id} ${one.content}`} of={one} arrow="↑" />
        ))}
        {dossier.children.map((one) => (
          <RefRow key={`${one.id} ${one.content}`} of={one} arrow="↓" />
        ))}
      </ul>
    </Panel>
  )
}
