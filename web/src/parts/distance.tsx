import type { Tense } from '@counterpart/casework/language'
import { createContext, useContext } from 'react'
import { farOf } from '../text/format.ts'
import { useTexts } from '../text/use-texts.tsx'
import { distanceOf } from '../time/distance.ts'
import { now } from '../time/now.ts'

interface Props {
  of: unknown
  /** Whether it is of what has happened or of what is to come, as its field has it. */
  tense?: Tense | undefined
}

/** How far a day is from today: one is marked of what has happened that lies ahead, or of what is to come that is over. */
export function Distance({ of, tense }: Props) {
  const { language, t } = useTexts()
  const distance = distanceOf(of, now())
  if (!distance) return null
  const far = farOf(language, distance)
  const isAhead = distance.value > 0
  const isAmiss = tense === 'past' ? isAhead : tense === 'ahead' && distance.value < 0
  return (
    <span className={isAmiss ? 'distance distance-ahead' : 'distance soft'}>
      {isAhead ? t('value.ahead', { far }) : far}
    </span>
  )
}

/** Whether days are shown with their distance: where somebody reads them to approve or to send them. */
export const Weighed = createContext(false)

export function DistanceWeighed(props: Props) {
  return useContext(Weighed) ? (
    <>
      {' '}
      <Distance {...props} />
    </>
  ) : null
}
