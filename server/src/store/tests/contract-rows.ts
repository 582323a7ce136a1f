/** What every store promises of verdicts, dossiers and answers, and of all rows beside the log. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { refused } from '../_refused.ts'
import { dossierRow, hash, OURS, THEIRS } from '../_sample.ts'
import { cursorOf } from '../cursor.ts'
import type { DossierFilter, DossierRow, Store, Tally } from '../store.ts'
import type { Harness } from './contract.ts'
import { announcements } from './contract-announcements.ts'
import { apart } from './contract-apart.ts'
import { checkpoints } from './contract-checkpoints.ts'
import { epochs } from './contract-epochs.ts'
import { files } from './contract-files.ts'
import { gauges } from './contract-gauge.ts'
import { parts } from './contract-parts.ts'
import { retention } from './contract-retention.ts'
import { tallies } from './contract-tally.ts'
import { within } from './contract-within.ts'

interface Rows {
  store(): Store
  fresh(): Promise<string>
}

export function rowsContract(name: string, make: () => Promise<Harness>): void {
  describe(name, () => {
    let harness: Harness
    let count = 0
    before(async () => {
      harness = await make()
    })
    after(() => harness?.close())
    const rows: Rows = {
      store: () => harness.store,
      async fresh() {
        count += 1
        await harness.store.open(`aaa~bbb/rows-${count}`, OURS, THEIRS)
        return `aaa~bbb/rows-${count}`
      },
    }
    checkpoints({ ...rows, loseHead: (...head) => harness.loseHead(...head) })
    apart(rows)
    epochs(rows)
    parts(rows)
    verdicts(rows)
    dossiers(rows)
    within(rows)
    tallies(rows)
    retention(rows)
    announcements(rows)
    files(rows)
    gauges(rows)
    answers(rows)
  })
}

function verdicts({ store, fresh }: Rows): void {
  it('keeps the last verdict of an entry', async () => {
    const relation = await fresh()
    const first = { leaf: hash('a'), verdict: 'effective', code: null, settler: null, time: null } as const
    const last = {
      leaf: hash('a'),
      verdict: 'overtaken',
      code: 'on-not-current',
      settler: 3,
      time: 4,
    } as const
    await store().locked(relation, async (writer) => {
      await writer.putJudged([])
      await writer.putJudged([{ ...last, leaf: hash('b') }, first])
      await writer.putJudged([first, last])
    })
    const judged = await store().read(relation, (reader) => reader.judged([hash('a'), hash('b'), hash('c')]))
    assert.deepEqual(judged.get(hash('a')), last)
    assert.deepEqual(judged.get(hash('b')), { ...last, leaf: hash('b') })
    assert.equal(judged.size, 2)
  })
}

function countOf(classes: readonly Tally[]): number {
  return classes.reduce((sum, { count }) => sum + count, 0)
}

function dossiers({ store, fresh }: Rows): void {
  const sample: DossierRow[] = [
    dossierRow('late', { due: 10, wakes: 11, changed: 5, plays: 'instrument', level: null }),
    dossierRow('soon', { due: 20, wakes: 9, changed: 5, offices: ['aaa-two'], turn: 'ours' }),
    dossierRow('soon-too', { due: 20, changed: 7, under: [{ dossier: hash('plan'), content: 'one' }] }),
    dossierRow('closed', { closed: 9, turn: null, procedure: 'other', changed: 9 }),
    dossierRow('calm', {
      turn: 'either',
      changed: 3,
      offices: ['aaa-one', 'aaa-two'],
      under: [
        { dossier: hash('plan'), content: null },
        { dossier: hash('plan'), content: 'one' },
      ],
    }),
  ]
  const names = new Map(sample.map((row, i) => [row.id, ['late', 'soon', 'soon-too', 'closed', 'calm'][i]]))

  it('gives dossiers by due time, newest change and id, narrowed and counted', async () => {
    const relation = await fresh()
    await store().locked(relation, async (writer) => {
      for (const row of sample) await writer.putDossier(row)
    })
    await store().read(relation, async (reader) => {
      const cases: [DossierFilter, string[]][] = [
        [{}, ['late', 'soon-too', 'soon', 'closed', 'calm']],
        [{ open: true }, ['late', 'soon-too', 'soon', 'calm']],
        [{ open: false }, ['closed']],
        [{ plays: 'instrument' }, ['late']],
        [{ plays: null, open: true }, ['soon-too', 'soon', 'calm']],
        [{ procedure: 'other' }, ['closed']],
        [{ turns: ['ours'] }, ['soon']],
        [{ turns: ['theirs', 'ours'] }, ['late', 'soon-too', 'soon']],
        [{ turns: [] }, []],
        [{ turns: ['either', 'ours'], offices: ['aaa-two', 'aaa-one'] }, ['soon', 'calm']],
        [{ turns: ['theirs'], offices: ['aaa-one'], procedure: 'sample', plays: null }, ['soon-too']],
        [{ offices: ['aaa-one'], dueBefore: 20 }, ['late']],
        [{ dueBefore: 20 }, ['late']],
        [{ offices: ['aaa-two'] }, ['soon', 'calm']],
        [{ offices: ['aaa-two', 'aaa-one'], open: true }, ['late', 'soon-too', 'soon', 'calm']],
        [{ offices: [] }, []],
        [{ offices: ['none'] }, []],
        [{ under: hash('plan') }, ['soon-too', 'calm']],
        [{ under: hash('plan'), content: null }, ['calm']],
        [{ under: hash('plan'), content: 'one', offices: ['aaa-two'] }, ['calm']],
        [{ under: 'no dossier' }, []],
      ]
      for (const [filter, expected] of cases) {
        const rows = await reader.dossiers({ ...filter, limit: 99 })
        assert.deepEqual(
          rows.map((row) => names.get(row.id)),
          expected,
        )
        assert.equal(countOf(await reader.tallyDossiers(filter, 99)), expected.length)
        const paged = []
        for (let after: string | undefined; ; ) {
          const page = await reader.dossiers({
            ...filter,
            limit: 1,
            ...(after === undefined ? {} : { after }),
          })
          if (page[0] === undefined) break
          paged.push(names.get(page[0].id))
          after = cursorOf(page[0])
        }
        assert.deepEqual(paged, expected)
      }
      assert.equal(countOf(await reader.tallyDossiers({}, 2)), 2)
      const classes = await reader.tallyDossiers({}, 99)
      assert.deepEqual(
        classes.map(({ procedure, offices, count }) => `${procedure} ${offices} ${count}`).sort(),
        [
          'other aaa-one,bbb-one 1',
          'sample aaa-one,aaa-two 1',
          'sample aaa-one,bbb-one 1',
          'sample aaa-one,bbb-one 1',
          'sample aaa-two 1',
        ],
      )
      const waking = async (now: number, limit: number) =>
        (await reader.waking(now, limit)).map((id) => names.get(id))
      assert.deepEqual(await waking(8, 9), [])
      assert.deepEqual(await waking(11, 9), ['soon', 'late'])
      assert.deepEqual(await waking(11, 1), ['soon'])
      assert.deepEqual(await reader.dossier(hash('calm')), sample[4])
      assert.deepEqual(
        await reader.dossiersNamed([hash('calm'), hash('none'), hash('late'), hash('calm')]),
        new Map([sample[0], sample[4]].flatMap((row) => (row ? [[row.id, row]] : []))),
      )
      for (const after of ['', 'x', '1_2_3', `1_1_${'g'.repeat(64)}`, `9999999999999999_1_${hash('a')}`]) {
        await assert.rejects(
          store().read(relation, (again) => again.dossiers({ limit: 1, after })),
          refused('bad-query'),
        )
      }
    })
  })

  it('replaces a dossier with everything it is found by', async () => {
    const relation = await fresh()
    const row = dossierRow('d', { under: [{ dossier: hash('plan'), content: 'one' }], due: 5 })
    await store().locked(relation, async (writer) => {
      await writer.putDossier(row)
      assert.equal((await writer.dossiers({ limit: 9, offices: ['aaa-one'] })).length, 1)
      await writer.putDossier({ ...row, offices: ['bbb-two'] })
      assert.deepEqual((await writer.dossier(row.id))?.offices, ['bbb-two'])
      await writer.putDossier({ ...row, offices: ['bbb-three'] })
      assert.deepEqual((await writer.dossiersNamed([row.id])).get(row.id)?.offices, ['bbb-three'])
      await writer.putDossier({ ...row, offices: ['bbb-two'] })
      const [only] = await writer.tallyDossiers({}, 9)
      assert.deepEqual(only, { procedure: 'sample', plays: null, offices: ['bbb-two'], count: 1 })
    })
    await store().locked(relation, (writer) =>
      writer.putDossier({ ...row, offices: ['aaa-two'], under: [], due: 7 }),
    )
    await store().read(relation, async (reader) => {
      assert.deepEqual(await reader.dossiers({ limit: 9, offices: ['aaa-one', 'bbb-two'] }), [])
      assert.deepEqual(await reader.dossiers({ limit: 9, under: hash('plan') }), [])
      assert.equal((await reader.dossiers({ limit: 9, offices: ['aaa-two'] }))[0]?.due, 7)
    })
  })

  it('takes whatever words the other side writes', async () => {
    const relation = await fresh()
    const words = [
      '\0',
      'a\0b',
      'x'.repeat(15_000),
      '\ud800',
      'sha256 x',
      "'; drop table",
      '{},"\\',
      '',
      'Hữu Nghị 友谊',
    ]
    const rows = words.map((word, i) =>
      dossierRow(`word ${i}`, {
        offices: [word, word],
        level: word,
        under: [{ dossier: word, content: word }],
      }),
    )
    await store().locked(relation, async (writer) => {
      for (const row of rows) await writer.putDossier(row)
    })
    await store().read(relation, async (reader) => {
      for (const [i, word] of words.entries()) {
        assert.deepEqual(await reader.dossiers({ limit: 9, offices: [word] }), [rows[i]])
        assert.deepEqual(await reader.dossiers({ limit: 9, under: word, content: word }), [rows[i]])
      }
    })
  })
}

function answers({ store, fresh }: Rows): void {
  it('gives a repeated request what it was answered, and answers none twice', async () => {
    const relation = await fresh()
    const answer = { kind: 'recorded', dossier: hash('d'), index: 3, list: [1, null, 'đ'] }
    await store().locked(relation, (writer) => writer.putAnswered('6f0c', answer))
    await store().read(relation, async (reader) => {
      assert.deepEqual(await reader.answered('6f0c'), answer)
      assert.equal(await reader.answered('6f0d'), null)
      assert.equal(await reader.answered('\0'), null)
    })
    const twice = store().locked(relation, (writer) => writer.putAnswered('6f0c', { other: true }))
    await assert.rejects(twice, refused('internal'))
    assert.deepEqual(await store().read(relation, (reader) => reader.answered('6f0c')), answer)
  })
}
