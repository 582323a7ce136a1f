import { createContext } from 'react'

/** The dossier that a form stands in, or under which it files a new one (`isNew`); `null` for a new one under none. */
export const BesideContext = createContext<{ dossier: string; isNew: boolean } | null>(null)
