/** The fields of a dossier at a node's API that are read here. */
import { type Persona, RefusedError } from './persona.ts'

export interface Rung {
  leaf: string
  index: number
  side: string
  kind: string
  act: string | null
  word: string
  fields: Record<string, unknown>
  parts: { name: string; state: string }[]
}

export interface View {
  id: string
  procedure: string
  opener: string
  level: string | null
  state: string
  position: string
  under: { dossier: string }[]
  fields: Record<string, unknown>
  rungs: Rung[]
}

/** `null` where the node does not hold it. */
export async function viewOf(at: Persona, dossier: string): Promise<View | null> {
  try {
    return (await at.call('GET', `/api/dossiers/${dossier}`)).body as View
  } catch (error) {
    if (error instanceof RefusedError && error.status === 404) return null
    throw error
  }
}
