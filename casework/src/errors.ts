/** The one error of this shelf, and the shape in which everything that checks something answers. */

export const CASEWORK_CODES = [
  /** A declaration cannot stand; the message has the path and code of its first problem. */
  'bad-declaration',
  'unknown-act',
  /** A code that is none of the relation's two parties. */
  'unknown-party',
  'unknown-language',
  'unknown-text',
  'bad-duration',
  'bad-holiday',
] as const
export type CaseworkCode = (typeof CASEWORK_CODES)[number]

/** `message` names declarations and texts only, never what somebody wrote in a field. */
export class CaseworkError extends Error {
  readonly code: CaseworkCode

  constructor(code: CaseworkCode, message: string = code) {
    super(message)
    this.name = 'CaseworkError'
    this.code = code
  }
}

/** `path` is a JSON pointer into what was checked; `code` is from the closed list of the checker. */
export interface Problem<C extends string = string> {
  path: string
  code: C
}
