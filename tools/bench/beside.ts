/** What a user would pick instead, on the same machine in the same minute: one row, one signature. */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import pg from 'pg'
import { inTurns, type Timed } from './measure.ts'
import type { Side } from './side.ts'

export interface Beside {
  /** One row with the bytes of an act, committed to disk, one after the other and 16 at a time. */
  one: Timed
  sixteen: Timed
  /** An Ed25519 and an ML-DSA-44 signature. Milliseconds, medians. */
  ed25519: number
  mlDsa44: number
}

/** `bytes`: what an act has in header and parts. */
export async function measureBeside(side: Side, bytes: number, count: number): Promise<Beside> {
  const pool = new pg.Pool({ ...side.server.connection, max: 16, options: '-c synchronous_commit=on' })
  try {
    await pool.query(
      'create table if not exists plain (id bigint generated always as identity primary key, body bytea not null)',
    )
    const insert = async () => {
      const body = randomBytes(bytes)
      await pool.query({ name: 'plain', text: 'insert into plain (body) values ($1)', values: [body] })
    }
    await inTurns(64, 16, insert)
    const one = await inTurns(count, 1, insert)
    const sixteen = await inTurns(count * 4, 16, insert)
    return { one, sixteen, ed25519: signing('ed25519'), mlDsa44: signing('ml-dsa-44') }
  } finally {
    await pool.end()
  }
}

function signing(algorithm: 'ed25519' | 'ml-dsa-44'): number {
  const { privateKey } = generateKeyPairSync(algorithm as 'ed25519')
  const message = randomBytes(200)
  const times: number[] = []
  for (let i = 0; i < 80; i++) {
    const started = performance.now()
    sign(null, message, privateKey)
    times.push(performance.now() - started)
  }
  return times.sort((x, y) => x - y)[times.length >> 1] ?? 0
}
