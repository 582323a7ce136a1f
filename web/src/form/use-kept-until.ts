import { partialDateOf } from '../text/format.ts'
import { useTexts } from '../text/use-texts.tsx'
import { stayDay } from './stay-end.ts'

/** Says until when a stay keeps something; 0 is one that was taken back. */
export function useKeptUntil(): (until: number) => string {
  const { t, moment, language } = useTexts()
  return (until) => {
    if (until === 0) return t('retention.taken-back')
    const day = stayDay(until)
    return day === null
      ? t('retention.kept-until', { day: moment(until) })
      : t('retention.kept-to-end', { day: partialDateOf(language, day) })
  }
}
