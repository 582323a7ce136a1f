import type { Dossier, Offer } from '../../api/types.ts'
import type { Naming } from '../../declared/naming.ts'
import { useSafeguards } from '../../declared/use-safeguards.ts'
import { Panel } from '../../parts/panel.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { SafeguardRow } from './safeguard-row.tsx'

interface Props {
  dossier: Dossier
  naming: Naming
  onChoose(offer: Offer): void
}

/** The gates of a dossier: what has to be answered before something else can be done. */
export function Safeguards({ dossier, naming, onChoose }: Props) {
  const { t } = useTexts()
  const all = useSafeguards(dossier, naming)
  if (all.length === 0) return null
  return (
    <Panel title={t('safeguard.title')}>
      <ul className="safeguards">
        {all.map((one) => (
          <SafeguardRow key={one.gate} of={one} naming={naming} onChoose={onChoose} />
        ))}
      </ul>
    </Panel>
  )
}
