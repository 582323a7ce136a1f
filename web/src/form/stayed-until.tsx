import { Alert } from 'antd'
import type { Dossier } from '../api/types.ts'
import { useParty } from '../parts/party.tsx'
import { useTexts } from '../text/use-texts.tsx'
import { now } from '../time/now.ts'
import { useKeptUntil } from './use-kept-until.ts'

/** That a stay wins over a recall: whoever recalls or approves expects that what is wrong is gone, and it is read for years. */
export function StayedUntil({ stays }: { stays: Dossier['retention']['stays'] }) {
  const { t } = useTexts()
  const nameOf = useParty()
  const keptUntil = useKeptUntil()
  const last = stays
    .filter(({ until }) => until > now())
    .toSorted((a, b) => a.until - b.until)
    .at(-1)
  if (!last) return null
  const said = { side: nameOf(last.side), until: keptUntil(last.until) }
  return <Alert type="warning" showIcon title={t('retention.recall-stayed', said)} />
}
