/** A node to be killed: starts the embedded server, says so on one line, and lives on or ends. */
import { NodeError } from '../../errors.ts'
import { startEmbedded } from './embedded-postgres.ts'

const [directory = '', shared = '', then = 'stop'] = process.argv.slice(2)
try {
  const server = await startEmbedded({ directory, shared })
  console.log(JSON.stringify({ pid: server.pid, adopted: server.adopted, host: server.connection.host }))
  if (then === 'stop') await server.stop()
  else if (then === 'live') setInterval(() => undefined, 60_000)
} catch (error) {
  console.log(
    JSON.stringify({ code: error instanceof NodeError ? error.code : 'none', message: String(error) }),
  )
}
