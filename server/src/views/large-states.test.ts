/** Either side may fill dossiers: a list holds no more of them at once than it shows, however many officers look. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import type { FrameQuery, Officer, Sight } from '../http/ports.ts'
import type { FramePage } from '../http/schema/review.ts'
import { STATES_AT_ONCE } from '../store/large.ts'
import type { DossierRow, Reader } from '../store/store.ts'
import { alarmed, open } from '../uses/_alarm-world.ts'
import { PAPER } from '../uses/_alarms.ts'
import { RELATION, talk } from '../uses/_talk.ts'
import type { Side } from '../uses/_world.ts'
import { desk } from './desk.ts'
import { wholePage } from './dossier-page.ts'
import { framePage } from './frame.ts'
import { look } from './look.ts'
import { reviewView } from './review.ts'

const ALL: Sight = { offices: null, sees: () => true }
const COPIES = 4
/** Two of them do not fit. */
const FILL = 'x'.repeat(STATES_AT_ONCE * 0.6)

type Reads = { held: number; named: number; together: number }

/** A side with papers, which `fills` puts so much into, and what is read of them from then on. */
async function papers(): Promise<{ side: Side; reads: Reads; fills(fill: string): Promise<void> }> {
  const [a, b] = await alarmed()
  const id = await open(b, PAPER, 'sign')
  await talk(a, b)
  const { store } = a.node
  const fills = (fill: string) =>
    store.locked(RELATION, async (writer) => {
      const row = (await writer.dossier(id)) ?? assert.fail()
      const settled = { ...row.settled, kept: { ...row.settled.kept, fill } }
      for (let at = 0; at < COPIES; at++) {
        const copy: DossierRow = { ...row, id: named(at), settled, ahead: settled, offices: ['aaa-gate'] }
        await writer.putDossier({ ...copy, turn: 'both', due: at, under: [{ dossier: id, content: null }] })
      }
    })
  const reads = { held: 0, named: 0, together: 0 }
  const watched: typeof store = Object.create(store, {
    read: {
      value: <T>(relation: string, work: (reader: Reader) => Promise<T>) =>
        store.read(relation, (reader) => work(watching(reader, reads))),
    },
  })
  Object.assign(a.node, { store: watched })
  return { side: a, reads, fills }
}

function named(at: number): string {
  return createHash('sha256').update(`copy ${at}`).digest('hex')
}

function watching(reader: Reader, reads: Reads): Reader {
  const dossiersWithin: Reader['dossiersWithin'] = async (of, bytes) => {
    // Who reads the rest but one of them waits until nobody else does.
    const isRest = 'named' in of && of.named.length < COPIES - 1
    if (isRest) reads.named += 1
    reads.together = Math.max(reads.together, reads.named)
    await setImmediate()
    const page = await reader.dossiersWithin(of, bytes)
    reads.held = Math.max(reads.held, JSON.stringify(page.rows.map(({ settled }) => settled)).length)
    if (isRest) reads.named -= 1
    return page
  }
  const watched: Partial<Reader> = {
    dossiersWithin,
    dossiers: () => assert.fail('all states at once'),
    dossiersNamed: () => assert.fail('all states at once'),
  }
  return new Proxy(reader, {
    get(target, name: keyof Reader) {
      const method = watched[name] ?? target[name]
      return typeof method === 'function' ? method.bind(target) : method
    },
  })
}

function officerOf(side: Side): Officer {
  const office = side.node.directory.office('aaa-gate') ?? assert.fail()
  return { id: 'x', name: 'Invented', side: 'aaa', office, roles: ['duty-officer'] }
}

/** All that lists say, without the field that fills. */
async function lists(side: Side): Promise<unknown> {
  const page = await desk(side.node, { view: 'office' }, officerOf(side), ALL)
  const review = await look(side.node, side.relation(RELATION), (at) =>
    reviewView(at, { relation: RELATION, scope: { kind: 'relation' }, period: { first: 0, last: 2e9 } }),
  )
  return [page, review]
}

test('a desk and a review are the same of large dossiers as of small ones, and no two of these are read at once', async () => {
  const { side, reads, fills } = await papers()
  await fills('')
  const expected = JSON.stringify(await lists(side))
  assert.ok(expected.includes(named(COPIES - 1)))
  await fills(FILL)
  assert.ok(JSON.stringify(await lists(side)) === expected)
  assert.ok(reads.held < 2 * FILL.length, String(reads.held))
})

test('of many who look at large dossiers at once only one reads on beyond the first', async () => {
  const { side, reads, fills } = await papers()
  await fills(FILL)
  const pages = Array.from({ length: 4 }, () =>
    look(side.node, side.relation(RELATION), (at) =>
      wholePage(at, { limit: COPIES, offices: ['aaa-gate'], turns: ['both'] }, ({ due }) => due),
    ),
  )
  for (const { keys, rows } of await Promise.all(pages)) {
    assert.deepEqual([...rows.values()], [0, 1, 2, 3])
    assert.deepEqual(
      [...rows.keys()],
      keys.map(({ id }) => id),
    )
  }
  assert.equal(reads.together, 1)
})

test('a page of all that is said ends where no more is read at once, and the next goes on there', async () => {
  const { side, fills } = await papers()
  await fills(FILL)
  const found: string[] = []
  for (let after: string | null = null; ; ) {
    const query: FrameQuery = {
      relation: RELATION,
      plays: 'instrument',
      ...(after === null ? {} : { after }),
    }
    const page: FramePage = await look(side.node, side.relation(RELATION), (at) => framePage(at, query, ALL))
    found.push(...page.rows.map(({ id }) => id))
    if (page.next === null) break
    assert.equal(page.rows.length, 1)
    after = page.next
  }
  assert.deepEqual(
    found.slice(0, COPIES),
    Array.from({ length: COPIES }, (_, at) => named(at)),
  )
  assert.equal(found.length, COPIES + 1)
})
