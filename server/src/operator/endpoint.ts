/** Answers the operator's commands while the node runs. */
import { chmod, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { GrowingBuffer, parseJson, text } from '@counterpart/protocol'
import { Value } from 'typebox/value'
import { NodeError } from '../errors.ts'
import { confirmClock, isBehindOwnLog } from '../uses/clock/clock-word.ts'
import { leavesToken } from '../uses/keys/next-log.ts'
import type { Node } from '../uses/relation.ts'
import { allowGiving } from '../uses/restore/give-back.ts'
import { olderBy, startBlock } from '../uses/restore/startable.ts'
import { confirmStart } from '../uses/restore/statement.ts'
import { listIncidents } from './incidents.ts'
import { changeOne, listKeys, renewOne } from './key-endpoint.ts'
import { answerPouch, type PouchesOf } from './pouch-endpoint.ts'
import { answerScrub, type Scrubs } from './scrub-endpoint.ts'
import { socketOf } from './socket.ts'
import { Confirmation, type Start } from './starts.ts'
import type { Watched } from './watched.ts'

const MOST_BYTES = 16 * 1024

export class OperatorEndpoint implements AsyncDisposable {
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  /** @throws NodeError `bad-config` when there can be no socket there, such as in a folder with a long path */
  static async listen(
    node: Node,
    pouches: PouchesOf,
    watched: Watched,
    data: string,
    scrubs: Scrubs | null = null,
  ): Promise<OperatorEndpoint> {
    const path = socketOf(data)
    const server = createServer({ requestTimeout: 0 }, (request, response) => {
      answer(node, pouches, watched, scrubs, request, response).then(
        (body) => {
          if (body !== ANSWERED) response.writeHead(200).end(JSON.stringify(body))
        },
        (error: unknown) => {
          if (response.headersSent) {
            response.destroy()
            return
          }
          const { code, message, status } =
            error instanceof NodeError ? error : new NodeError({ code: 'internal' })
          response.writeHead(status).end(JSON.stringify({ code, message }))
        },
      )
    })
    try {
      // What a node that was killed left behind; the database has one node at a time.
      await rm(path, { force: true })
      await new Promise<void>((done, failed) => {
        server.once('error', failed)
        server.listen(path, done)
      })
      await chmod(path, 0o600)
    } catch (cause) {
      server.close()
      throw new NodeError({ code: 'bad-config', message: `operators cannot be heard at ${path}`, cause })
    }
    return new OperatorEndpoint(server)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((done) => this.#server.close(done))
  }
}

/** What two operators can say. */
const WORDS: Readonly<Record<string, typeof confirmStart>> = {
  '/starts': confirmStart,
  '/giving': allowGiving,
  '/clock': confirmClock,
}

/** Was answered as it came: a file. */
const ANSWERED = Symbol('answered')

async function answer(
  node: Node,
  pouches: PouchesOf,
  watched: Watched,
  scrubs: Scrubs | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<unknown> {
  if (await answerPouch(pouches, request, response)) return ANSWERED
  if (await watched(request, response)) return ANSWERED
  if (await answerScrub(scrubs, request, response)) return ANSWERED
  if (request.url === '/keys')
    return request.method === 'POST' ? changeOne(node, jsonOf(await bodyOf(request))) : listKeys(node)
  if (request.url === '/certificate' && request.method === 'POST')
    return renewOne(node, jsonOf(await bodyOf(request)))
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://operator')
  if (pathname === '/incidents' && request.method === 'GET')
    return listIncidents(node, searchParams.get('code'))
  const word = WORDS[request.url ?? '']
  if (!word) throw new NodeError({ code: 'not-found' })
  if (request.method === 'GET') return starts(node)
  if (request.method !== 'POST') throw new NodeError({ code: 'method-not-allowed' })
  const { relation, operators, checked } = read(await bodyOf(request))
  const found = node.relations.get(relation)
  if (!found) throw new NodeError({ code: 'unknown-relation' })
  await word(node, found, operators, checked)
  return {}
}

function starts(node: Node): Promise<Start[]> {
  return Promise.all(
    [...node.relations.values()].map(async (relation) => {
      const { id, start, restored, renewing, line, tolerance } = relation
      const apart = line.clockDifference
      const { ours, theirs, blocked } = await node.store.read(id, async (reader) => ({
        ...(await reader.heads()),
        blocked: await startBlock(node, relation, reader),
      }))
      return {
        relation: id,
        start,
        restored,
        renewing,
        held: line.held,
        blocked,
        older: olderBy(node, relation, ours),
        leavesToken: leavesToken(relation),
        ours: { size: ours.size, time: ours.time },
        theirs: { size: theirs.size, time: theirs.time },
        clockDifference: apart !== null && Math.abs(apart) > tolerance ? apart : null,
        logAhead: isBehindOwnLog(node, relation, ours.time) ? ours.time - node.clock() : null,
      }
    }),
  )
}

function read(body: Uint8Array): Confirmation {
  const value = jsonOf(body)
  if (!Value.Check(Confirmation, value)) throw new NodeError({ code: 'bad-input' })
  return value
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return parseJson(text(body))
  } catch (cause) {
    throw new NodeError({ code: 'bad-json', cause })
  }
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const body = new GrowingBuffer(MOST_BYTES)
  for await (const chunk of request as AsyncIterable<Buffer>)
    if (!body.add(chunk)) throw new NodeError({ code: 'too-large' })
  return body.bytes
}
