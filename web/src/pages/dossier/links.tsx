import { useSigned } from '../../api/session.tsx'
import type { Dossier, DossierRef } from '../../api/types.ts'
import { opensFrom } from '../../declared/links.ts'
import type { Naming } from '../../declared/naming.ts'
import { useOpenable } from '../../declared/use-openable.ts'
import { useFiling } from '../../form/use-filing.tsx'
import { Panel } from '../../parts/panel.tsx'
import { RefRow } from '../../parts/ref-row.tsx'
import { useFold } from '../../parts/use-fold.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { OpenFromHere } from './open-from-here.tsx'

/** How many links stand beside a dossier at first. */
const FIRST = 8

/** Each dossier once, however many ways lead to it. */
function once(refs: readonly DossierRef[]): DossierRef[] {
  return [...new Map(refs.map((one) => [`${one.id} ${one.content}`, one])).values()]
}

/** What it is filed under, what is filed under it, and what can be opened and filed under it now. */
export function Links({ dossier, naming }: { dossier: Dossier; naming: Naming }) {
  const { t } = useTexts()
  const { session, relation } = useSigned()
  const opens = opensFrom(naming.declared, dossier, session.side, useOpenable())
  const { file, drawer } = useFiling()
  const links = [
    ...once(dossier.parents).map((of) => ({ of, arrow: '↑' })),
    ...once(dossier.children).map((of) => ({ of, arrow: '↓' })),
  ]
  const { hides, more } = useFold(links.length, FIRST)
  if (links.length + opens.length === 0) return null
  return (
    <Panel title={t('dossier.linked')}>
      {links.length > 0 && (
        <ul className="refs">
          {links.map(({ of, arrow }, at) => (
            <RefRow key={`${arrow} ${of.id} ${of.content}`} of={of} arrow={arrow} folded={hides(at)} />
          ))}
        </ul>
      )}
      {more}
      <OpenFromHere
        opens={opens}
        naming={naming}
        onOpen={(digest) =>
          file({ dossier: dossier.id }, { digest, to: dossier.offices[relation.other] ?? null })
        }
      />
      {drawer}
    </Panel>
  )
}
