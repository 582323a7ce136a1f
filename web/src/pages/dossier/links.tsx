import type { Dossier, DossierRef } from '../../api/types.ts'
import { Panel } from '../../parts/panel.tsx'
import { RefRow } from '../../parts/ref-row.tsx'
import { useFold } from '../../parts/use-fold.tsx'
import { useTexts } from '../../text/use-texts.tsx'

/** How many links stand beside a dossier at first. */
const FIRST = 8

/** Each dossier once, however many ways lead to it. */
function once(refs: readonly DossierRef[]): DossierRef[] {
  return [...new Map(refs.map((one) => [`${one.id} ${one.content}`, one])).values()]
}

/** What it is filed under and what is filed under it. */
export function Links({ dossier }: { dossier: Dossier }) {
  const { t } = useTexts()
  const links = [
    ...once(dossier.parents).map((of) => ({ of, arrow: '↑' })),
    ...once(dossier.children).map((of) => ({ of, arrow: '↓' })),
  ]
  const { hides, more } = useFold(links.length, FIRST)
  if (links.length === 0) return null
  return (
    <Panel title={t('dossier.linked')}>
      <ul className="refs">
        {links.map(({ of, arrow }, at) => (
          <RefRow key={`${arrow} ${of.id} ${of.content}`} of={of} arrow={arrow} folded={hides(at)} />
        ))}
      </ul>
      {more}
    </Panel>
  )
}
