import { createContext, useContext } from 'react'
import { useSigned } from '../api/session.tsx'
import type { UploadTarget } from '../api/uploads.ts'

/** The dossier and act that a form is for; nothing for one that opens. */
export const UploadTargetContext = createContext<Omit<UploadTarget, 'relation'>>({})

export function useUploadTarget(): UploadTarget {
  const { relation } = useSigned()
  return { relation: relation.id, ...useContext(UploadTargetContext) }
}
