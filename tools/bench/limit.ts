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
  /** Milliseconds for one act: as many rows on both sides as the nodes write for it, entry and body among them. */
  rows: number
}

const TABLES = `create table if not exists plain_entry (id bigint generated always as identity primary key, leaf bytea not null, bytes bytea not null);
  create table if not exists plain_body (id bigint generated always as identity primary key, leaf bytea not null, bytes bytea not null);
  create table if not exists plain_row (leaf bytea primary key, at bigint not null)`

const BOTH = `e as (insert into plain_entry (leaf, bytes) select * from unnest($1::bytea[], $2::bytea[]))
  insert into plain_body (leaf, bytes) select * from unnest($1::bytea[], $3::bytea[])`

const INSERT = { name: 'plain-both', text: `with ${BOTH}` }

const INSERT_ROWS = {
  name: 'plain-rows',
  text: `with r as (insert into plain_row (leaf, at) select leaf, 0 from unnest($4::bytea[]) leaf), ${BOTH}`,
}

/** An act as it weighs on two nodes: `bytes` in header and parts, `written` rows on both sides together. */
export interface Weight {
  bytes: number
  written: number
}

export async function measureLimit(pair: Pair, weight: Weight, batch: number, count: number): Promise<Limit> {
  const [inserts, rows] = [[] as number[], [] as number[]]
  for (const connection of [pair.a.server.connection, pair.b.connection]) {
    inserts.push(await inserting(connection, { ...weight, written: 4 }, batch, count))
    rows.push(await inserting(connection, weight, batch, count))
  }
  const once = await sealing(weight.bytes * batch, count)
  const each = (of: number[]) => of.reduce((sum, ms) => sum + ms, 0) / batch
  return { batch, inserts: each(inserts), once: once / batch, rows: each(rows) }
}

/** Of one commit, the median. */
async function inserting(
  connection: Connection,
  { bytes, written }: Weight,
  batch: number,
  count: number,
): Promise<number> {
  const client = new pg.Client({ ...connection, options: '-c synchronous_commit=on' })
  await client.connect()
  try {
    await client.query(TABLES)
    const many = (size: number, each = 1) =>
      Array.from({ length: Math.round(batch * each) }, () => randomBytes(size))
    const half = Math.ceil(bytes / 2)
    const more = written / 2 - 2
    const insert = () => {
      const values = [many(32), many(half), many(half)]
      if (more <= 0) return client.query({ ...INSERT, values })
      return client.query({ ...INSERT_ROWS, values: [...values, many(32, more)] })
    }
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
