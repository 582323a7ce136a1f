/** What a node tells whoever listens, after the fact: pages by server-sent events, the senders, tests. */
import type { NodeError } from './errors.ts'

type NodeEvent =
  | { kind: 'changed'; relation: string; dossiers: string[] }
  | { kind: 'line'; relation: string }
  /** There is something to say to the other side. */
  | { kind: 'due'; relation: string }
  | { kind: 'heard'; relation: string }
  /** Pieces of files, by a pouch. */
  | { kind: 'brought'; relation: string }
  | { kind: 'incident'; relation: string }
  /** Nothing can be written, or given back, until somebody has seen to it; told once for as long as that is so. */
  | { kind: 'refused'; relation: string; error: NodeError }

export interface Events {
  emit(event: NodeEvent): void
  /** Returns what ends the listening. */
  listen(listener: (event: NodeEvent) => void): () => void
}

/** A listener that throws is its own affair: what it was told has already happened. */
export function newEvents(): Events {
  const listeners = new Set<(event: NodeEvent) => void>()
  return {
    emit(event) {
      for (const listener of [...listeners])
        try {
          listener(event)
        } catch {
          listeners.delete(listener)
        }
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
