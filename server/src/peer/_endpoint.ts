/** An endpoint that only one test calls, and who calls it. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { utf8 } from '@counterpart/protocol'
import { type KeyFile, newKeyFile, openKeyFile } from '../keys/key-file.ts'
import { RELATION } from '../uses/_talk.ts'
import { newSide } from '../uses/_world.ts'
import { serverNameOf } from '../wire/server-name.ts'
import { PeerEndpoint } from './endpoint.ts'

const secret = utf8('secret')

export async function openEndpoint(silence = 600_000) {
  const now = Math.floor(Date.now() / 1000)
  const keyFile = (party: string): Promise<KeyFile> =>
    newKeyFile({ party, domain: `${party}.test`, relation: RELATION, epoch: 1 }, secret, now)
  const [own, theirs] = [await keyFile('bbb'), await keyFile('aaa')].map((file) => openKeyFile(file, secret))
  if (!own || !theirs) throw new Error('no keys')
  const side = await newSide('bbb', [RELATION], 1)
  const peer = {
    relation: side.relation(RELATION),
    seals: null as never,
    domain: 'bbb.test',
    own: own.tls,
    theirs: theirs.tls,
  }
  const endpoint = new PeerEndpoint(side.node, [peer], silence)
  const { port } = await endpoint.listen(0, '0.0.0.0')
  const servername = serverNameOf(RELATION, 'bbb.test')
  /** The counterpart, up to the end of its handshake. */
  async function call(localAddress = '127.0.0.1'): Promise<TLSSocket> {
    const { key, certificate: cert } = theirs?.tls ?? { key: '', certificate: '' }
    const shown = { key, cert, servername, rejectUnauthorized: false }
    const raw = connect({ host: '127.0.0.1', port, localAddress })
    const socket = connectTls({ socket: raw, ...shown })
    socket.on('error', () => undefined)
    await once(socket, 'secureConnect')
    return socket
  }
  return { endpoint, port, servername, call, peer }
}

/** Whether it is heard: it is refused with a code, as what is no envelope has to be. */
export async function isHeard(socket: TLSSocket): Promise<boolean> {
  socket.write('POST /peer/sync HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\n\r\nx')
  const answer = await Promise.race([once(socket, 'data'), once(socket, 'close').then(() => [''])])
  return /^HTTP\/1\.1 409 /.test(String(answer[0]))
}
