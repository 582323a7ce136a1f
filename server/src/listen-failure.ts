/** Why this machine does not listen where the configuration says: officers, the counterpart and collectors alike. */
import { NodeError } from './errors.ts'

/** The address is none, or none of this machine, or its port is kept for others. */
const WRONG = ['EACCES', 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EAI_AGAIN', 'EINVAL', 'ENOTFOUND']

/** What cannot be helped by another configuration stays as it is. */
export function listenFailure(cause: unknown, host: string, port: number): unknown {
  const { code = '' } = cause as NodeJS.ErrnoException
  if (code === 'EADDRINUSE')
    return new NodeError({ code: 'port-in-use', message: `port ${port} on ${host} is in use`, cause })
  if (!WRONG.includes(code)) return cause
  return new NodeError({ code: 'bad-config', message: `cannot listen on ${host}:${port} (${code})`, cause })
}
