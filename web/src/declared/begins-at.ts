/** At which level a dossier begins, and whether the office that it goes to is of another. */
import type { Level } from '../api/types.ts'

/** `level`: what was chosen, or that of the officer's own office; a procedure that has no such level begins at its lowest. */
export function beginsAt(levels: readonly Level[], level: Level): Level {
  return levels.includes(level) ? level : (levels[0] ?? level)
}

/** The level of the office, where the dossier begins at another: it is counted and raised by its own. */
export function apartFrom(at: Level, office: { level: Level } | undefined): Level | null {
  return office === undefined || office.level === at ? null : office.level
}
