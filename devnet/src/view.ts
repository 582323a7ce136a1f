/** What of a dossier at a node's API is read here. */
import { setTimeout as pause } from 'node:timers/promises'
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

/** A line that has carried nothing for so long will not carry it now. Milliseconds. */
const PATIENCE_MS = 60_000
const LONGEST_PAUSE_MS = 200

/** `null` where the node does not hold it. */
export async function viewOf(at: Persona, dossier: string): Promise<View | null> {
  try {
    return (await at.call('GET', `/api/dossiers/${dossier}`)).body as View
  } catch (error) {
    if (error instanceof RefusedError && error.status === 404) return null
    throw error
  }
}

/** Waits until a node holds what the other one recorded. @throws RefusedError `did-not-arrive` */
export async function arrived(at: Persona, dossier: string, leaf: string): Promise<View> {
  const until = performance.now() + PATIENCE_MS
  for (let wait = 10; ; wait = Math.min(wait * 1.5, LONGEST_PAUSE_MS)) {
    const view = await viewOf(at, dossier)
    if (view?.rungs.some((rung) => rung.leaf === leaf)) return view
    if (performance.now() > until)
      throw new RefusedError({ status: 0, code: 'did-not-arrive', path: dossier })
    await pause(wait)
  }
}
