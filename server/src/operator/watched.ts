/** What a collector or a probe on this machine asks of the node: metrics, and whether it works. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { OperationView } from '../http/schema/operation.ts'
import { METRICS_TYPE, metricsOf } from './metrics.ts'

/** Says whether the question was one of these. */
export type Watched = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>

/** `read`: how the node is now. */
export function watchedBy(read: () => Promise<OperationView>): Watched {
  const metrics = metricsOf(read)
  return async ({ method, url }, response) => {
    if (method !== 'GET') return false
    if (url === '/metrics') {
      const text = await metrics()
      response.writeHead(200, { 'content-type': METRICS_TYPE }).end(text)
      return true
    }
    if (url !== '/health') return false
    const { health } = await read()
    response
      .writeHead(health.status === 'down' ? 503 : 200, { 'content-type': 'application/json' })
      .end(JSON.stringify(health))
    return true
  }
}
