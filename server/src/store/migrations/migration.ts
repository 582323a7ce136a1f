/** A step of the database's form. Once it was released it is never changed; the next one follows it. */
export interface Migration {
  version: number
  name: string
  /** Run as the owner, in one transaction with all others that are due. */
  up: string
}
