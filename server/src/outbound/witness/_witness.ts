/** A witness as C2SP tlog-witness has it, in this process: it believes nothing that it was not shown. */
import {
  cosign,
  fromBase64,
  ProtocolError,
  parseVkey,
  utf8,
  type Verifier,
  verifyCheckpoint,
  verifyConsistency,
  vkeysOf,
} from '@counterpart/protocol'
import { fakeSigner } from '../../uses/_world.ts'
import { publicOf } from '../../uses/log/signed.ts'
import type { Relation } from '../../uses/relation.ts'
import type { Post, Witness } from './ask.ts'

export interface FakeWitness extends Witness {
  post: Post
  asked: string[]
  /** What it last signed. */
  seen: { size: number; root: Uint8Array }
  time: number
}

export function fakeWitness(relation: Relation, verifier: Verifier, name = 'witness.test/w1'): FakeWitness {
  const signer = fakeSigner(name)
  const log = publicOf(relation.log)
  const witness: FakeWitness = {
    name,
    url: 'https://witness.test',
    vkeys: vkeysOf(publicOf(signer), 'custody').map(parseVkey),
    asked: [],
    seen: { size: 0, root: new Uint8Array() },
    time: 1_700_000_000,
    async post(url, _, body) {
      witness.asked.push(body)
      if (url !== 'https://witness.test/add-checkpoint') return { status: 404, body: utf8('') }
      const [head = '', ...rest] = body.split('\n\n')
      const [first = '', ...hashes] = head.split('\n')
      const note = rest.join('\n\n')
      try {
        const { size, root } = verifyCheckpoint(note, log, verifier)
        if (first !== `old ${witness.seen.size}`) return { status: 409, body: utf8(`${witness.seen.size}\n`) }
        if (size < witness.seen.size) return { status: 400, body: utf8('') }
        if (witness.seen.size > 0)
          verifyConsistency(witness.seen.size, size, hashes.map(fromBase64), witness.seen.root, root)
        witness.seen = { size, root }
        return { status: 200, body: utf8(cosign(note, signer, witness.time)) }
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error
        return { status: 422, body: utf8(error.code) }
      }
    },
  }
  return witness
}
