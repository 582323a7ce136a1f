/** Why a connection came to nothing, told apart as far as an operator has to do something else about it. */
import type { X509Certificate } from 'node:crypto'
import { pinOf } from '../keys/certificate.ts'
import type { LineFault } from '../wire/link.ts'

/** What is wrong with the certificate that was shown. */
class CertificateError extends Error {
  readonly fault: LineFault

  constructor(fault: LineFault) {
    super(fault)
    this.fault = fault
  }
}

/** `pin`: of the key that was compared face to face. `now`: by the clock that certificates are judged by, ms. */
export function certificateError(
  shown: X509Certificate | undefined,
  pin: string,
  now: number,
): CertificateError | null {
  // A stranger's is another one, whatever else is wrong with it.
  if (!shown || pinOf(shown.raw) !== pin) return new CertificateError('wrong-certificate')
  if (now > shown.validToDate.getTime()) return new CertificateError('certificate-expired')
  return now < shown.validFromDate.getTime() ? new CertificateError('certificate-early') : null
}

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

export function faultOf(cause: unknown): LineFault {
  if (cause instanceof CertificateError) return cause.fault
  if (!(cause instanceof Error)) return 'line-down'
  if (cause.name === 'TimeoutError') return 'line-timeout'
  const { code = '', syscall, cause: reason } = cause as NodeJS.ErrnoException
  if (cause.name === 'AbortError')
    return reason instanceof Error && reason.name === 'TimeoutError' ? 'line-timeout' : 'line-down'
  if (syscall === 'getaddrinfo') return 'name-unknown'
  const known = BY_CODE[code]
  if (known) return known
  return /^(ERR_SSL_|HPE_)/.test(code) ? 'wrong-protocol' : 'line-down'
}
