/** A desk costs what it shows: however many dossiers an office has, no more rows are read than a page has. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import pg from 'pg'
import { dossierRow } from '../_sample.ts'
import type { DossierFilter } from '../store.ts'
import { type PostgresHarness, postgresHarness } from './_harness.ts'
import { pageStatement, tallyStatement } from './dossier-query.ts'

const RELATION = 'aaa~bbb/desk'
const MANY = 4000
const PAGE = 20

/** A plan of PostgreSQL as far as it is looked at. */
interface Plan {
  'Node Type': string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  Plans?: Plan[]
}

let harness: PostgresHarness
before(async () => {
  harness = await postgresHarness()
  const { store } = harness
  await store.open(RELATION, 'aaa', 'bbb')
  await store.locked(RELATION, async (writer) => {
    for (let i = 0; i < MANY; i++)
      await writer.putDossier(dossierRow(`desk-${i}`, { due: 1000 + i, changed: i }))
    for (const turn of ['ours', 'both', 'either'] as const)
      await writer.putDossier(dossierRow(`desk-${turn}`, { due: 9000, turn, procedure: 'rare' }))
  })
})
after(() => harness.close())

async function reads(text: string, values: unknown[]): Promise<number> {
  const { rows } = await harness.database.pools.general.query(
    `explain (analyze, format json) ${text}`,
    values,
  )
  return mostRead(rows[0]['QUERY PLAN'][0].Plan)
}

async function analyze(): Promise<void> {
  const owner = new pg.Client(harness.server.connection)
  await owner.connect()
  await owner.query('analyze counterpart.dossier, counterpart.dossier_office').finally(() => owner.end())
}

/** The most rows that any step of the plan read, those it threw away included. */
function mostRead(plan: Plan): number {
  const own = (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops']
  return Math.max(own, ...(plan.Plans ?? []).map(mostRead))
}

const offices = ['aaa-one', 'bbb-one']
const desks: [string, DossierFilter, number][] = [
  ['of whom it waits for', { offices, turns: ['ours', 'both'] }, 2],
  ['of the other side', { offices, turns: ['theirs', 'both'] }, PAGE],
  ['of either side', { offices, turns: ['either'] }, 1],
  ['of what is late', { offices, open: true, dueBefore: 1000 }, 0],
  ['of an office', { offices }, PAGE],
  ['of a rare procedure', { offices, procedure: 'rare' }, 3],
  ['of a ministry', {}, PAGE],
  ['of what is late at a ministry', { open: true, dueBefore: 1000 }, 0],
]

for (const isKnown of [false, true])
  describe(`what is read for a desk ${isKnown ? 'after' : 'before'} the server has looked at what there is`, () => {
    if (isKnown) before(analyze)
    for (const [name, filter, expected] of desks)
      it(`${name} is no more than what it shows of each office`, async () => {
        const found = await harness.database.pools.general.query(
          'select id, ours, theirs from counterpart.relation where name = $1',
          [RELATION],
        )
        const page = pageStatement(found.rows[0], { ...filter, limit: PAGE }, 1e6)
        const tally = tallyStatement(found.rows[0], filter, PAGE)
        for (const { text, values } of [page, tally]) {
          const read = await reads(text, values)
          // Of each office and each turn a page at most, and the names of the offices of those shown.
          assert.ok(read <= 4 * PAGE, `${read} rows read`)
        }
        const shown = await harness.store.read(RELATION, (reader) =>
          reader.dossiers({ ...filter, limit: PAGE }),
        )
        assert.equal(shown.length, expected)
      })
  })
