/** How fast and how large the exchange is, beside what it costs at least and what a user would pick instead. */
import { type Acts, openings } from './acts.ts'
import { type Age, measureAges } from './age.ts'
import { type Carried, measureFile } from './file.ts'
import { type Limit, measureLimit } from './limit.ts'
import { type Mail, measureMail } from './mail.ts'
import { measureNats, type Nats } from './nats.ts'
import type { Pair } from './pair.ts'
import { rowsWritten } from './rows-written.ts'
import { weightOf } from './stage.ts'
import { measureWaiting, type Waited } from './waiting.ts'

export interface Exchange {
  /** Bytes of an act: header and parts. */
  bytes: number
  /** Rows that both nodes write for an act and its receipt, 64 at a time. */
  written: number
  rows: { atOnce: number; acts: Acts; limit: Limit }[]
  mail: Mail | string
  nats: Nats | string
  waited: Waited
  file: Carried
  ages: Age[]
}

export interface Amounts {
  /** How much of the usual number of acts is measured. */
  share: number
  waiting: number
  /** Bytes of a file. */
  file: number
  ages: readonly number[]
  /** Whether programs of the system may be started. */
  programs: boolean
}

const BATCHES = [1, 64, 256]

export async function measureExchange(
  pair: Pair,
  { share, waiting, file: size, ages, programs }: Amounts,
  say: (what: string) => void,
): Promise<Exchange> {
  const times = (count: number) => Math.ceil(count * share)
  say('warming up')
  const warm = times(2000)
  const disks = [pair.a.server.connection, pair.b.connection]
  const written = (await rowsWritten(disks, () => openings(pair, warm, 64))) / warm
  const bytes = await weightOf(pair.a)
  const rows: Exchange['rows'] = []
  for (const atOnce of BATCHES) {
    say(`openings, ${atOnce} at a time, and the limit`)
    const limit = await measureLimit(pair, { bytes, written }, atOnce, times(100))
    const acts = await openings(pair, atOnce === 1 ? times(300) : times(3200), atOnce)
    rows.push({ atOnce, acts, limit })
  }
  say('signed and encrypted mail')
  const mail = !programs ? 'not started' : await measureMail(bytes, times(200), 16)
  say('a queue')
  const nats = !programs ? 'not started' : await measureNats(bytes, times(400), 64)
  say(`${waiting} acts waiting`)
  let told = 0
  const waited = await measureWaiting(pair, waiting, (now) => {
    if (now - told < waiting / 10) return
    told = now
    say(`${now} of ${waiting} recorded`)
  })
  say('a file')
  const file = await measureFile(pair, size)
  say('old logs')
  return { bytes, written, rows, mail, nats, waited, file, ages: await measureAges(ages, times(400)) }
}
