import { useOffices } from '../api/queries.ts'
import { useTexts } from '../text/use-texts.tsx'
import { useParty } from './party.tsx'

/** The name of an office by its code; the code itself where the directory has none. */
export function useOfficeName(): (code: string | null) => string {
  const offices = useOffices()
  const { pick } = useTexts()
  return (code) => {
    if (code === null) return ''
    return pick(offices.find((one) => one.code === code)?.name) || code
  }
}

export function OfficeName({ code }: { code: string | null }) {
  return <>{useOfficeName()(code)}</>
}

/** By the name of the state and no word such as ours: it is read in what the other side sees, and on paper. */
export function OfficeOfState({ code }: { code: string }) {
  const { t } = useTexts()
  const nameOf = useParty()
  const side = useOffices().find((one) => one.code === code)?.side
  return (
    <>
      <OfficeName code={code} />
      {side !== undefined && <span className="soft">{t('value.bracketed', { said: nameOf(side) })}</span>}
    </>
  )
}
