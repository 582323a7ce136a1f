/** What the operator's socket answers about pouches. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { NodeError } from '../errors.ts'
import type { Stretch } from '../pouch/plan.ts'
import { piecesAsked } from '../pouch/plan-pieces.ts'
import type { Pouches } from '../pouch/pouches.ts'
import { WHY } from './socket.ts'

/** Pouches of one relation. @throws NodeError `unknown-relation` */
export type PouchesOf = (relation: string) => Pick<Pouches, 'plan' | 'write' | 'read' | 'state'>

/** Says whether it was about a pouch. */
export async function answerPouch(
  pouchesOf: PouchesOf,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://operator')
  if (!pathname.startsWith('/pouch')) return false
  const pouches = pouchesOf(searchParams.get('relation') ?? '')
  const number = (name: string) => numberOf(searchParams.get(name))
  switch (`${request.method} ${pathname}`) {
    case 'GET /pouch':
      send(response, await pouches.state())
      break
    case 'GET /pouch/files': {
      const since = searchParams.has('since') ? { since: number('since') } : {}
      send(response, await pouches.plan({ most: number('bytes'), ...since }))
      break
    }
    case 'GET /pouch/file': {
      const stretch: Stretch = {
        start: number('start'),
        end: number('end'),
        part: number('part'),
        of: number('of'),
      }
      const asked = (name: string) => searchParams.get(name) ?? undefined
      const pieces = piecesAsked({
        leaf: asked('leaf'),
        digest: asked('digest'),
        offset: asked('offset'),
        bytes: asked('bytes'),
      })
      await stream(pouches.write(pieces ? { ...stretch, pieces } : stretch), response)
      break
    }
    case 'POST /pouch':
      // A client that is refused at the beginning of a large file has to hear why.
      send(response, await pouches.read(request.iterator({ destroyOnReturn: false })))
      break
    default:
      throw new NodeError({ code: 'not-found' })
  }
  return true
}

/** What fails after the first bytes is said behind them: whoever reads it keeps nothing of it, and says why. */
async function stream(bytes: AsyncGenerator<Uint8Array>, response: ServerResponse): Promise<void> {
  const first = await bytes.next()
  response.writeHead(200, { trailer: WHY })
  if (!first.done) response.write(first.value)
  const rest = async function* () {
    try {
      yield* bytes
    } catch (error) {
      response.addTrailers({ [WHY]: error instanceof NodeError ? error.code : 'internal' })
    }
  }
  await pipeline(rest, response)
}

function send(response: ServerResponse, body: unknown): void {
  response.writeHead(200).end(JSON.stringify(body))
}

function numberOf(text: string | null): number {
  if (!/^[0-9]{1,15}$/.test(text ?? '')) throw new NodeError({ code: 'bad-query' })
  return Number(text)
}
