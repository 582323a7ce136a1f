import { createContext, useContext } from 'react'
import { farOf } from '../text/format.ts'
import { useTexts } from '../text/use-texts.tsx'
import { distanceOf } from '../time/distance.ts'
import { now } from '../time/now.ts'

/** How far a day is from today: one that lies ahead is marked, for what has happened cannot. */
export function Distance({ of }: { of: unknown }) {
  const { language, t } = useTexts()
  const distance = distanceOf(of, now())
  if (!distance) return null
  const far = farOf(language, distance)
  return distance.value > 0 ? (
    <span className="distance distance-ahead">{t('value.ahead', { far })}</span>
  ) : (
    <span className="distance soft">{far}</span>
  )
}

/** Whether days are shown with their distance: where somebody reads them to approve or to send them. */
export const Weighed = createContext(false)

export function DistanceWeighed({ of }: { of: unknown }) {
  return useContext(Weighed) ? (
    <>
      {' '}
      <Distance of={of} />
    </>
  ) : null
}
