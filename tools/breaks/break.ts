/** A rule broken in one line. Somebody has to notice. */
export interface Break {
  /** Id of the rule in `spec/`, or the law of ARCHITECTURE.md, that no longer holds. */
  rule: string
  /** What the broken program does. */
  does: string
  file: string
  /** Occurs exactly once in the file. */
  find: string
  replace: string
  /** `file` or `file > words of a title`: in each, a test has to fail. */
  tests: readonly string[]
}

/** How often the text to break is there: it has to be once. */
export function timesIn({ find }: Break, whole: string): number {
  return whole.split(find).length - 1
}
