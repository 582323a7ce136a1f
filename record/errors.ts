export const RECORD_CODES = [
  'unknown-procedure',
  'unknown-act',
  'not-opening',
  'wrong-level',
  /** An act of confirmation that does not answer the opening. */
  'not-answering',
  'repeated-id',
  /** The procedure has no place for the record's own id, so a second loading would open it again. */
  'no-place-for-id',
  'unknown-item',
  /** Items that refer to each other, or to themselves, so that none can be the first. */
  'circle',
  /** The dossier of an item is not there yet. */
  'not-loaded',
] as const
export type RecordCode = (typeof RECORD_CODES)[number]

export class RecordError extends Error {
  readonly code: RecordCode

  constructor(code: RecordCode) {
    super(code)
    this.name = 'RecordError'
    this.code = code
  }
}
