import { useQueries } from '@tanstack/react-query'
import { Alert } from 'antd'
import { dossierQuery, useDeclarations } from '../api/queries.ts'
import type { Dossier } from '../api/types.ts'
import { leftBy, perhapsLeft } from '../declared/left-parent.ts'
import { useNaming } from '../declared/use-naming.ts'
import { useTexts } from '../text/use-texts.tsx'
import { RefLink } from './ref-link.tsx'

/** Warns of each dossier from which this one was opened, and which has gone on without it. */
export function LeftParents({ dossier }: { dossier: Dossier }) {
  const { t, allOf } = useTexts()
  const all = useDeclarations()
  const naming = useNaming()
  const parents = useQueries({ queries: perhapsLeft(all, dossier).map(({ id }) => dossierQuery(id)) })
  return parents.map(({ data: parent }) => {
    const from = parent ? leftBy(all, parent, dossier) : null
    if (!parent || from === null) return null
    const { state } = naming(parent)
    return (
      <Alert
        key={parent.id}
        type="warning"
        showIcon
        title={t('dossier.left')}
        description={
          <>
            <RefLink id={parent.id} content={null} />
            <br />
            {t('dossier.left-means', { state: state(parent.state), from: allOf(from.map(state)) })}
          </>
        }
      />
    )
  })
}
