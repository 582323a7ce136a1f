/**
 * What an exchange costs at least, measured in the same run: entry and body of as many acts inserted and committed
 * on each side, and of each of these once for all of them: head and receipt signed and verified, one seal, one open.
 */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { newSecret, nodeVerifier, signingKey } from '../../server/src/keys/node-crypto.ts'
import { openingKey, sealTo } from '../../server/src/keys/sealing.ts'
import type { Connection } from '../../server/src/store/embedded/embedded-postgres.ts'
import { inTurns } from './measure.ts'
import type { Pair } from './pair.ts'

export interface Limit {
  /** Acts in one commit and one message. */
  batch: number
  /** Milliseconds for one act: both inserts; and its share of what is done once. */
  inserts: number
  once: number
}

const TABLES = `create table if not exists plain_entry (id bigint generated always as identity primary key, leaf bytea not null, bytes bytea not null);
  create table if not exists plain_body (id bigint generated always as identity primary key, leaf bytea not null, bytes bytea not null)`

const INSERT = {
  name: 'plain-both',
  text: `with e as (insert into plain_entry (leaf, bytes) select * from unnest($1::bytea[], $2::bytea[]))
    insert into plain_body (leaf, bytes) select * from unnest($1::bytea[], $3::bytea[])`,
}

/** `bytes`: what an act has in header and parts. */
export async function measureLimit(pair: Pair, bytes: number, batch: number, count: number): Promise<Limit> {
  const inserts = [
    await inserting(pair.a.server.connection, bytes, batch, count),
    await inserting(pair.b.connection, bytes, batch, count),
  ]
  const once = await sealing(bytes * batch, count)
  return { batch, inserts: inserts.reduce((sum, ms) => sum + ms, 0) / batch, once: once / batch }
}

/** Of one commit, the median. */
async function inserting(
  connection: Connection,
  bytes: number,
  batch: number,
  count: number,
): Promise<number> {
  const client = new pg.Client({ ...connection, options: '-c synchronous_commit=on' })
  await client.connect()
  try {
    await client.query(TABLES)
    const many = (size: number) => Array.from({ length: batch }, () => randomBytes(size))
    const half = Math.ceil(bytes / 2)
    const insert = () => client.query({ ...INSERT, values: [many(32), many(half), many(half)] })
    await inTurns(10, 1, insert)
    return (await inTurns(count, 1, insert)).p50
  } finally {
    await client.end()
  }
}

async function sealing(bytes: number, count: number): Promise<number> {
  const key = openingKey(new Uint8Array(randomBytes(32)))
  const info = new Uint8Array(100)
  const names = ['ed25519', 'ml-dsa-44'] as const
  const keys = names.map((name) => signingKey(name, newSecret(name)))
  const text = randomBytes(bytes)
  const one = async () => {
    const sealed = await sealTo(key.publicKey, text, info)
    await key.open(sealed.enc, sealed.ciphertext, info)
    // The author's head, and the receipt for it.
    for (let notes = 0; notes < 2; notes++) {
      const message = randomBytes(200)
      const [ed25519, mlDsa44] = keys.map(({ sign }) => sign(message))
      const [first, second] = keys
      if (!first || !second || !ed25519 || !mlDsa44) throw new Error('not signed')
      const good =
        nodeVerifier.ed25519(first.publicKey, message, ed25519) &&
        nodeVerifier.mlDsa44(second.publicKey, message, mlDsa44)
      if (!good) throw new Error('not verified')
    }
  }
  await inTurns(10, 1, one)
  return (await inTurns(count, 1, one)).p50
}
