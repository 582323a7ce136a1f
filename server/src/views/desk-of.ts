/** Finds whose desk a dossier is on. */
import type { Directory, Office } from '../directory.ts'

export interface DeskOf {
  /** To narrow a query by: what is on the desk names one of these. */
  offices: string[]
  /** Whether a dossier in which these offices take part, found so, is on the desk. */
  holds(offices: readonly string[]): boolean
}

/**
 * On the desk of the offices of ours that take part; while none does, of those that face its author's
 * office; where that one faces none, of the ministry. So whatever the other side opens waits for somebody.
 */
export function deskOf(directory: Directory, own: Office): DeskOf {
  const isFor = ({ faces }: Office) =>
    faces.includes(own.code) || (faces.length === 0 && own.level === 'ministry')
  const authors = directory.offices.filter((office) => office.side !== own.side && isFor(office))
  return {
    offices: [own.code, ...authors.map(({ code }) => code)],
    holds: (offices) =>
      offices.includes(own.code) || !offices.some((code) => directory.office(code)?.side === own.side),
  }
}
