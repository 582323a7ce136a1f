import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { dossierQuery } from '../../api/queries.ts'
import type { Reference } from '../../api/types.ts'
import { contentsOf, type Parent } from '../../declared/contents.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { Icon } from '../../parts/icon.tsx'
import { Plain } from '../../parts/said.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { ContentItem } from './contents.tsx'
import type { Instrument } from './instrument.ts'

interface Props {
  parent: Parent
  heir: Instrument
  onFile(under: Reference): void
}

/**
 * Contents that stand in a parent: shown here because they reach this instrument, counted there. What
 * speaks of this instrument comes first; the rest opens on demand.
 */
export function Inherited({ parent, heir, onFile }: Props) {
  const { t } = useTexts()
  const dossier = useQuery(dossierQuery(parent.dossier)).data
  const namingFor = useNaming()
  const [open, setOpen] = useState(heir.contents.length === 0)
  if (!dossier) return null
  const naming = namingFor(dossier)
  const contents = contentsOf(naming.declared, dossier.fields).filter((one) => one.binding)
  if (contents.length === 0) return null
  const sorted = contents.toSorted((a, b) => Number(b.about === heir.id) - Number(a.about === heir.id))
  return (
    <section className="contents contents-inherited">
      <h2>
        <button type="button" className="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? 'down' : 'right'} size={14} />
          {t('instrument.inherited')} <Plain value={dossier.title} />{' '}
          <span className="group-count">{contents.length}</span>
        </button>
      </h2>
      {open && (
        <ol>
          {sorted.map((content) => (
            <ContentItem
              key={content.id}
              content={content}
              dossier={dossier}
              naming={naming}
              onFile={onFile}
            />
          ))}
        </ol>
      )}
    </section>
  )
}
