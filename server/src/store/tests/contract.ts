/** What every store promises. Run once for each implementation. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { refused } from '../_refused.ts'
import { append, batch, dossierRow, hash, OURS, plain, THEIRS } from '../_sample.ts'
import type { Reader, Store } from '../store.ts'
import { type Damaged, damage } from './contract-damage.ts'
import { failures } from './contract-failures.ts'
import { longDossiers } from './contract-long-dossiers.ts'
import { mending } from './contract-mending.ts'

export interface Harness {
  store: Store
  /** The machine stops; what is returned is the store as it is found afterwards. */
  crash(): Promise<Store>
  /** The next commit is not heard of: it did not take place (`lost`) or it did (`kept`). */
  breakCommit(how: 'lost' | 'kept'): void
  /** `id`: the leaf of an entry or an announcement, or the dossier of a fold. */
  damage(relation: string, what: Damaged, id: string): Promise<void>
  /** The row of a signed head is gone from the disk, and the receipt over it is not. */
  loseHead(relation: string, log: 'ours' | 'theirs', size: number): Promise<void>
  close(): Promise<void>
}

export function storeContract(name: string, make: () => Promise<Harness>): void {
  describe(name, () => {
    let harness: Harness
    let store: Store
    let count = 0
    before(async () => {
      harness = await make()
      store = harness.store
    })
    after(() => harness?.close())

    async function fresh(): Promise<string> {
      count += 1
      const relation = `aaa~bbb/test-${count}`
      await store.open(relation, OURS, THEIRS)
      return relation
    }
    const context: Context = {
      store: () => store,
      fresh,
      harness: () => harness,
      async crash() {
        store = await harness.crash()
      },
    }
    relations(context)
    logs(context)
    locks(context)
    failures(context)
    damage(context)
    mending(context)
    longDossiers(context)
  })
}

export interface Context {
  store(): Store
  /** A relation nobody has used. */
  fresh(): Promise<string>
  harness(): Harness
  crash(): Promise<void>
}

function relations({ store, fresh }: Context): void {
  it('opens a relation once, with empty heads', async () => {
    const relation = await fresh()
    await store().open(relation, OURS, THEIRS)
    const empty = { size: 0, running: 0, time: 0, frontier: [], epoch: 1, base: 0, closed: false, stated: 0 }
    const heads = await store().read(relation, (reader) => reader.heads())
    assert.deepEqual(heads, { ours: empty, theirs: empty })
    await assert.rejects(store().open(relation, THEIRS, OURS), refused('bad-config'))
  })

  it('refuses a relation that was not opened, and a side that is no party', async () => {
    const relation = await fresh()
    await assert.rejects(
      store().read('aaa~bbb/none', (reader) => reader.heads()),
      refused('unknown-relation'),
    )
    await assert.rejects(
      store().locked('aaa~bbb/none', (writer) => writer.heads()),
      refused('unknown-relation'),
    )
    await assert.rejects(
      store().read(relation, (reader) => reader.tail('ccc', null, 1)),
      refused('internal'),
    )
  })

  it('keeps relations apart', async () => {
    const [one, two] = [await fresh(), await fresh()]
    const made = await store().locked(one, async (writer) => {
      await writer.putAnswered('request', { one: 1 })
      return append(writer, OURS, [{ dossier: hash('d') }])
    })
    await store().read(two, async (reader) => {
      assert.equal((await reader.heads()).ours.size, 0)
      assert.equal(await reader.entryByLeaf(made.entries[0]?.leaf ?? ''), null)
      assert.deepEqual(await reader.dossierEntries(hash('d')), [])
      assert.equal(await reader.answered('request'), null)
    })
  })
}

function logs({ store, fresh }: Context): void {
  it('gives back what was appended, byte for byte', async () => {
    const relation = await fresh()
    const [ours, theirs] = await store().locked(relation, async (writer) => {
      const mine = await append(writer, OURS, [{ dossier: hash('d'), kind: 'open' }, { running: 1 }])
      const other = await append(writer, THEIRS, [{ dossier: hash('d'), running: 2 }, { kind: 'malformed' }])
      assert.deepEqual(await writer.heads(), { ours: mine.head, theirs: other.head })
      assert.deepEqual(await writer.entryByLeaf(mine.entries[0]?.leaf ?? ''), mine.entries[0])
      return [mine, other] as const
    })
    await store().read(relation, async (reader) => {
      assert.deepEqual(await reader.heads(), { ours: ours.head, theirs: theirs.head })
      assert.deepEqual(await reader.entries(OURS, 0, { entries: 9, bytes: 1e6 }), ours.entries)
      assert.deepEqual(await reader.entries(THEIRS, 1, { entries: 9, bytes: 1e6 }), theirs.entries.slice(1))
      assert.deepEqual(await reader.entries(OURS, 2, { entries: 9, bytes: 1e6 }), [])
      assert.deepEqual(await reader.dossierEntries(hash('d')), [ours.entries[0], theirs.entries[0]])
      assert.deepEqual(await reader.dossierOf(THEIRS, hash('d'), 0, 9), [theirs.entries[0]])
      assert.deepEqual(await reader.dossierOf(THEIRS, hash('d'), 1, 9), [])
      assert.deepEqual(await reader.lastIn(hash('d')), { ours: 0, theirs: 0 })
      assert.deepEqual(await reader.lastIn(hash('e')), { ours: null, theirs: null })
      const leaves = [...ours.entries, ...theirs.entries].map((entry) => entry.leaf)
      const parts = await reader.parts(leaves)
      for (const { leaf, name, salt, bytes } of [...ours.parts, ...theirs.parts]) {
        assert.deepEqual(parts.get(leaf), [{ name, state: 'held', salt, bytes }])
      }
      const at = [...ours.nodes].reverse()
      assert.deepEqual(
        await reader.nodes(OURS, 1, at),
        at.map((node) => node.hash),
      )
      assert.deepEqual(await reader.nodes(OURS, 1, []), [])
      await assert.rejects(reader.nodes(OURS, 1, [{ level: 3, index: 0 }]), refused('entry-damaged'))
    })
  })

  it('finds the changes of keys of both logs from where it is asked', async () => {
    const relation = await fresh()
    const [ours, theirs] = await store().locked(relation, async (writer) => {
      const mine = await append(writer, OURS, [{ kind: 'key' }, {}, { kind: 'key' }])
      assert.deepEqual(await writer.keyChanges(1, 0, 99), [mine.entries[2]])
      return [mine, await append(writer, THEIRS, [{}, { kind: 'key' }])] as const
    })
    await store().read(relation, async (reader) => {
      const all = [ours.entries[0], ours.entries[2], theirs.entries[1]]
      assert.deepEqual(await reader.keyChanges(0, 0, 99), all)
      assert.deepEqual(await reader.keyChanges(3, 1, 99), [theirs.entries[1]])
      assert.deepEqual(await reader.keyChanges(0, 0, 2), all.slice(0, 2))
      assert.deepEqual(await reader.keyChanges(1, 0, 1), all.slice(1, 2))
    })
  })

  it('pages a log by entries and by bytes, and never gives nothing', async () => {
    const relation = await fresh()
    const wishes = Array.from({ length: 12 }, () => ({ size: 100, parts: { kept: new Uint8Array(68) } }))
    const { entries } = await store().locked(relation, (writer) => append(writer, THEIRS, wishes))
    await store().read(relation, async (reader) => {
      const found = []
      for (let from = 0; from < 12; ) {
        const page = await reader.entries(THEIRS, from, { entries: 5, bytes: 1e6 })
        found.push(...page)
        from += page.length
      }
      assert.deepEqual(found, entries)
      const most = (bytes: number) => reader.entries(THEIRS, 3, { entries: 99, bytes })
      assert.equal((await most(600)).length, 3)
      assert.equal((await most(599)).length, 2)
      assert.deepEqual(await most(1), entries.slice(3, 4))
      assert.deepEqual(await reader.tail(THEIRS, null, 2), [entries[11], entries[10]])
      assert.deepEqual(await reader.tail(THEIRS, 2, 9), [entries[1], entries[0]])
      assert.deepEqual(await reader.tail(THEIRS, 0, 9), [])
    })
  })

  it('finds the settler: the first entry of the keeper whose running maximum is above', async () => {
    const relation = await fresh()
    const { entries } = await store().locked(relation, (writer) =>
      append(writer, OURS, [{}, { running: 2 }, { running: 1 }, { running: 2 }, { running: 5 }]),
    )
    await store().read(relation, async (reader) => {
      for (const [guest, index] of [
        [0, 1],
        [1, 1],
        [2, 4],
        [4, 4],
      ] as const) {
        assert.deepEqual(await reader.settler(OURS, guest), { index, time: entries[index]?.time })
      }
      assert.equal(await reader.settler(OURS, 5), null)
      const all = await reader.settlers(OURS, [0, 1, 2, 4, 5])
      assert.deepEqual(
        [...all].sort(([a], [b]) => a - b),
        [
          [0, 1],
          [1, 1],
          [2, 4],
          [4, 4],
        ].map(([guest, index]) => [guest, { index, time: entries[index as number]?.time }]),
      )
      assert.deepEqual(await reader.settlers(OURS, []), new Map())
      assert.equal(await reader.settler(THEIRS, 0), null)
    })
  })

  it('takes the same bytes twice: nobody can stop a copy', async () => {
    const relation = await fresh()
    const bytes = plain(new TextEncoder().encode('{"copied":true}'))
    const [first, copy] = await store().locked(relation, async (writer) => {
      const given = await append(writer, THEIRS, [{ bytes }, { bytes }])
      return [given, await append(writer, OURS, [{ bytes }])] as const
    })
    await store().read(relation, async (reader) => {
      const leaf = copy.entries[0]?.leaf ?? ''
      assert.deepEqual(await reader.entryByLeaf(leaf), copy.entries[0])
      assert.deepEqual(await reader.entryByLeaf(leaf, THEIRS), first.entries[0])
      const [part] = (await reader.parts([leaf])).get(leaf) ?? []
      assert.deepEqual(await reader.placesByLeaf([leaf, hash('none'), 'x', leaf]), [
        { side: OURS, index: copy.entries[0]?.index, leaf },
        { side: THEIRS, index: first.entries[0]?.index, leaf },
      ])
      assert.deepEqual(await reader.placesByLeaf([]), [])
      assert.deepEqual(await reader.entriesByLeaf([leaf, hash('none'), 'x', leaf]), copy.entries)
      assert.deepEqual(await reader.entriesByLeaf([]), [])
      const { salt, bytes: body } = first.parts[0] ?? assert.fail()
      assert.deepEqual(part, { name: 'kept', state: 'held', salt, bytes: body })
    })
  })

  it('gives the last thing received in each dossier, and what was written knowing it', async () => {
    const relation = await fresh()
    const [d, e, f] = [hash('d'), hash('e'), hash('f')]
    const copied = plain(new TextEncoder().encode('{"ours":true}'))
    const said = plain(new TextEncoder().encode('{"theirs":true}'))
    const [ours, theirs] = await store().locked(relation, async (writer) => {
      const before = await append(writer, OURS, [
        { dossier: d, kind: 'open', bytes: copied },
        { dossier: e, kind: 'open' },
      ])
      const other = await append(writer, THEIRS, [
        { dossier: d, bytes: said, running: 1 },
        { dossier: d, kind: 'opened', running: 2 },
        { dossier: f, kind: 'open', running: 2 },
        { dossier: d, bytes: copied, running: 0 },
        { dossier: d, bytes: said, running: 2 },
      ])
      const after = await append(writer, OURS, [
        { dossier: d, running: 0 },
        { dossier: d, running: 5 },
        { dossier: e, running: 5 },
        { dossier: d, kind: 'opened', running: 5 },
      ])
      return [[...before.entries, ...after.entries], other.entries] as const
    })
    await store().read(relation, async (reader) => {
      const found = await reader.lastReceived([d, e, f, hash('none')])
      assert.deepEqual([...found.keys()].sort(), [d, f].sort())
      assert.deepEqual(found.get(d), { entry: theirs[0], since: [ours[3], ours[5]] })
      assert.deepEqual(found.get(f), { entry: theirs[2], since: [] })
      assert.equal((await reader.lastReceived([])).size, 0)
    })
  })

  it('finds nothing by what is no leaf', async () => {
    const relation = await fresh()
    const { entries } = await store().locked(relation, (writer) => append(writer, OURS, [{}]))
    const leaf = entries[0]?.leaf ?? ''
    await store().read(relation, async (reader) => {
      for (const wrong of [
        '',
        'x',
        leaf.slice(1),
        `${leaf}zz`,
        leaf.toUpperCase(),
        `${leaf.slice(0, 63)}\0`,
      ]) {
        if (wrong === leaf) continue
        assert.equal(await reader.entryByLeaf(wrong), null)
        assert.equal(await reader.dossier(wrong), null)
        assert.deepEqual(await reader.dossierEntries(wrong), [])
        assert.deepEqual([...(await reader.judged([wrong]))], [])
        assert.deepEqual(await reader.placesByLeaf([wrong]), [])
        assert.equal((await reader.lastReceived([wrong])).size, 0)
        assert.equal((await reader.dossiersNamed([wrong])).size, 0)
        assert.deepEqual([...(await reader.parts([wrong]))], [[wrong, []]])
      }
    })
  })

  it('refuses entries that do not continue the log, also when the error is swallowed', async () => {
    const relation = await fresh()
    const { head } = await store().locked(relation, (writer) => append(writer, OURS, [{}, { running: 3 }]))
    const good = batch(OURS, head, [{}])
    const wrong = [
      { ...good, entries: good.entries.map((entry) => ({ ...entry, index: 5 })) },
      { ...good, entries: good.entries.map((entry) => ({ ...entry, side: THEIRS })) },
      { ...good, entries: good.entries.map((entry) => ({ ...entry, running: 2 })) },
      { ...good, entries: good.entries.map((entry) => ({ ...entry, leaf: 'ab' })) },
      { ...good, entries: [] },
      { ...good, head: { ...good.head, size: 9 } },
      { ...good, head: { ...good.head, running: 9 } },
      { ...good, head: { ...good.head, frontier: [new Uint8Array(31)] } },
      { ...good, nodes: [{ level: 0, index: 2, hash: new Uint8Array(3) }] },
      {
        ...good,
        parts: [{ leaf: hash('other'), name: 'kept', salt: new Uint8Array(32), bytes: new Uint8Array() }],
      },
    ]
    for (const { entries, parts, nodes, head: next } of wrong) {
      await assert.rejects(
        store().locked(relation, async (writer) => {
          await writer.putAnswered('swallowed', 1)
          await writer.append(OURS, entries, parts, nodes, next).catch(() => undefined)
        }),
        refused('internal'),
      )
    }
    await store().read(relation, async (reader) => {
      assert.deepEqual((await reader.heads()).ours, head)
      assert.equal(await reader.answered('swallowed'), null)
    })
  })
}

function locks({ store, fresh }: Context): void {
  it('shows a reader nothing of an open lock, and an old reader nothing of a new commit', async () => {
    const relation = await fresh()
    const seen = await store().read(relation, async (early) => {
      assert.equal((await early.heads()).ours.size, 0)
      await store().locked(relation, async (writer) => {
        await append(writer, OURS, [{ dossier: hash('d') }])
        await writer.putDossier(dossierRow('d'))
        await writer.putCheckpoint({ side: OURS, size: 1, note: 'note', cosignature: null })
        await writer.putJudged([
          { leaf: hash('x'), verdict: 'void', code: 'condition', settler: null, time: null },
        ])
        await writer.putIncident(1, 'incident', {})
        await store().read(relation, (late) => nothing(late))
        assert.notEqual(await writer.dossier(hash('d')), null)
        assert.equal((await writer.dossiers({ limit: 9 })).length, 1)
      })
      return nothing(early)
    })
    assert.equal(seen, undefined)
    const now = await store().read(relation, (reader) => reader.heads())
    assert.equal(now.ours.size, 1)
  })

  async function nothing(reader: Reader): Promise<void> {
    assert.equal((await reader.heads()).ours.size, 0)
    assert.deepEqual(await reader.tail(OURS, null, 9), [])
    assert.deepEqual(await reader.dossierEntries(hash('d')), [])
    assert.equal(await reader.dossier(hash('d')), null)
    assert.deepEqual(await reader.dossiers({ limit: 9 }), [])
    assert.deepEqual(await reader.tallyDossiers({}, 9), [])
    assert.equal((await reader.dossiersNamed([hash('d')])).size, 0)
    assert.equal((await reader.lastReceived([hash('d')])).size, 0)
    assert.equal(await reader.lastCheckpoint(OURS), null)
    assert.equal((await reader.judged([hash('x')])).size, 0)
    assert.deepEqual(await reader.incidents(), [])
  }

  it('lets one at a time hold the lock of a relation', async () => {
    const relation = await fresh()
    let inside = 0
    const sizes = await Promise.all(
      Array.from({ length: 12 }, () =>
        store().locked(relation, async (writer) => {
          inside += 1
          assert.equal(inside, 1)
          const { ours } = await writer.heads()
          await append(writer, OURS, [{}])
          inside -= 1
          return ours.size
        }),
      ),
    )
    assert.deepEqual(
      sizes.sort((a, b) => a - b),
      Array.from({ length: 12 }, (_, i) => i),
    )
  })

  it('holds the locks of two relations at once, and reads while it holds them', async () => {
    const [one, two] = [await fresh(), await fresh()]
    await store().locked(one, async (writer) => {
      await append(writer, OURS, [{}])
      await store().locked(two, (other) => append(other, THEIRS, [{}]))
      await store().read(two, async (reader) => assert.equal((await reader.heads()).theirs.size, 1))
    })
  })
}
