/**
 * The way to one counterpart. `exchange` brings one sealed message there and its sealed answer back; it
 * rejects with a LinkFailure when it does not know of an answer. Nothing is kept by it and nothing retried.
 */
export interface Link {
  exchange(sealed: Uint8Array, signal: AbortSignal): Promise<Uint8Array>
}

/** `code`: what an operator is shown; `line-down`, or what the other side's node answered. */
export class LinkFailure extends Error {
  readonly code: string

  constructor(code: string, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause })
    this.name = 'LinkFailure'
    this.code = code
  }
}
