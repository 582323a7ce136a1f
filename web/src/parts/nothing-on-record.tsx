import { useSigned } from '../api/session.tsx'
import { readsRecord } from '../declared/reads-record.ts'
import { useTexts } from '../text/use-texts.tsx'
import { Nothing } from './waiting.tsx'

/** That nothing is on record is said only to those who would see it. */
export function NothingOnRecord({ title }: { title: string }) {
  const { t } = useTexts()
  const { officer } = useSigned()
  return <Nothing title={readsRecord(officer) ? title : t('record.not-for-you')} />
}
