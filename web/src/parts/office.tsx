import { useOffices } from '../api/queries.ts'
import { useTexts } from '../text/use-texts.tsx'

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
