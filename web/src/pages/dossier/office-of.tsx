import { OfficeName } from '../../parts/office.tsx'
import { SideWord } from '../../parts/party.tsx'
import { useTexts } from '../../text/use-texts.tsx'

/** An office and its side, as one says who has something. */
export function OfficeOf({ party, office }: { party: string; office: string | null }) {
  const { t } = useTexts()
  return (
    <>
      {office === null ? t('dossier.any-office') : <OfficeName code={office} />} (<SideWord party={party} />)
    </>
  )
}
