import { type Dispatch, type SetStateAction, useEffect, useState } from 'react'
import { isSignedOut } from '../api/node.ts'
import { useSigned } from '../api/session.tsx'
import { signIns } from '../api/sign-ins.ts'

/** What went wrong last. Whoever has signed in again, in whichever tab, is told no more that they have to. */
export function useFault(): [unknown, Dispatch<SetStateAction<unknown>>] {
  const { officer } = useSigned()
  const [fault, setFault] = useState<unknown>(null)
  useEffect(
    () =>
      signIns.listen((who) => {
        if (who === officer.id) setFault((old: unknown) => (isSignedOut(old) ? null : old))
      }),
    [officer.id],
  )
  return [fault, setFault]
}
