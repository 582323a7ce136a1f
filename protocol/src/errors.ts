/** Everything that can be wrong with bytes, as a closed list: stable, and safe to show to a peer. */
export const PROTOCOL_CODES = [
  'not-utf8',
  'bad-hex',
  'bad-base64',
  'bad-json',
  'malformed-header',
  'too-large',
  'bad-salt',
  'bad-part',
  'part-missing',
  'bad-hash',
  'bad-frontier',
  'bad-proof',
  'out-of-range',
  'bad-name',
  'bad-key',
  'bad-vkey',
  'bad-note',
  'bad-checkpoint',
  'wrong-origin',
  'missing-signature',
  'bad-signature',
  'bad-time',
  'bad-step',
  'bad-statement',
  'bad-closing',
  'bad-epoch',
  'bad-envelope',
  'bad-file',
  'bad-pouch',
  'newer-pouch',
  'bad-evidence',
] as const
export type ProtocolCode = (typeof PROTOCOL_CODES)[number]

/** The only error that bytes from anywhere can cause. The message is for operators and names no person. */
export class ProtocolError extends Error {
  readonly code: ProtocolCode

  constructor(what: { code: ProtocolCode; message: string; cause?: unknown }) {
    super(`${what.code}: ${what.message}`, 'cause' in what ? { cause: what.cause } : undefined)
    this.name = 'ProtocolError'
    this.code = what.code
  }
}

export function refuse(code: ProtocolCode, message: string): never {
  throw new ProtocolError({ code, message })
}
