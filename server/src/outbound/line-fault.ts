/** Why a connection came to nothing, told apart as far as an operator has to do something else about it. */
import { X509Certificate } from 'node:crypto'
import type { LineFault } from './link.ts'

/** The certificate shown is not the one that was compared face to face. */
export class NotPinnedError extends Error {}

const BY_CODE: Readonly<Record<string, LineFault>> = {
  ECONNREFUSED: 'line-refused',
  EHOSTUNREACH: 'line-unreachable',
  EHOSTDOWN: 'line-unreachable',
  ENETUNREACH: 'line-unreachable',
  ENETDOWN: 'line-unreachable',
  EADDRNOTAVAIL: 'line-unreachable',
  ETIMEDOUT: 'line-timeout',
  ECONNRESET: 'line-broken',
  EPIPE: 'line-broken',
  EPROTO: 'wrong-protocol',
}

/** `pinned`: the one certificate that is accepted, PEM. `now`: by the clock that certificates are judged by, ms. */
export function faultOf(cause: unknown, pinned: string, now: number): LineFault {
  if (cause instanceof NotPinnedError) return 'wrong-certificate'
  if (!(cause instanceof Error)) return 'line-down'
  if (cause.name === 'TimeoutError') return 'line-timeout'
  const { code = '', syscall, cause: reason } = cause as NodeJS.ErrnoException
  if (cause.name === 'AbortError')
    return reason instanceof Error && reason.name === 'TimeoutError' ? 'line-timeout' : 'line-down'
  if (syscall === 'getaddrinfo') return 'name-unknown'
  const known = BY_CODE[code]
  if (known) return known
  if (/^(ERR_SSL_|HPE_)/.test(code)) return 'wrong-protocol'
  // What OpenSSL found first of several things wrong with a certificate says little: the pinned one is known here.
  return /CERT|SIGNATURE|ISSUER/.test(code) ? certificateFault(pinned, now) : 'line-down'
}

function certificateFault(pinned: string, now: number): LineFault {
  const { validFromDate, validToDate } = new X509Certificate(pinned)
  if (now > validToDate.getTime()) return 'certificate-expired'
  return now < validFromDate.getTime() ? 'certificate-early' : 'wrong-certificate'
}
