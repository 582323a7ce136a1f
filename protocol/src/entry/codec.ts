import { canonicalJson } from '../bytes/canonical-json.ts'
import { parseJson } from '../bytes/parse-json.ts'
import { text, utf8 } from '../bytes/utf8.ts'
import { ProtocolError, refuse } from '../errors.ts'
import { checkHeader } from './check-header.ts'
import { type Header, MAX_HEADER_BYTES } from './header.ts'

/**
 * Writes a header the first and only time.
 * @throws ProtocolError `malformed-header`, `too-large` above 16 KiB
 */
export function encodeHeader(header: Header): Uint8Array {
  checkHeader(header)
  const bytes = utf8(canonicalJson(header))
  if (bytes.length > MAX_HEADER_BYTES) refuse('too-large', 'a header has at most 16 KiB')
  return bytes
}

/**
 * Reads what an author wrote. Bytes that are refused here are held and cosigned all the same: at
 * their place they are without effect.
 * @throws ProtocolError `malformed-header`, whatever is wrong
 */
export function parseHeader(bytes: Uint8Array): Header {
  if (bytes.length > MAX_HEADER_BYTES) refuse('malformed-header', 'more than 16 KiB')
  return checkHeader(readJson(bytes))
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return parseJson(text(bytes))
  } catch (cause) {
    if (!(cause instanceof ProtocolError)) throw cause
    throw new ProtocolError({ code: 'malformed-header', message: cause.code, cause })
  }
}
