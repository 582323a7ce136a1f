/** The whole path through two started nodes, by the typed client alone. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { vkeysOf } from '@counterpart/protocol'
import { verifyFiles } from '../../cli/src/verify.ts'
import { ApiError, type Connection, good, subscribe } from '../../client/src/index.ts'
import { withoutGo } from '../../protocol/interop/_go.ts'
import { approved, digests, dossierOf, en, signedIn, until } from './_agreed.ts'
import { type Pair, RELATION, type Side, startPair } from './_pair.ts'
import { Daily } from './outbound/daily.ts'
import { post } from './outbound/post.ts'
import { goWitness } from './outbound/witness/_go-witness.ts'
import { outsideWitness } from './outbound/witness/witness.ts'
import { witnessOf } from './outbound/witness/witness-of.ts'
import { publicOf } from './uses/log/signed.ts'

let pair: Pair
before(async () => {
  pair = await startPair()
})
after(() => pair[Symbol.asyncDispose]())

const as = (side: Side, persona: string) => signedIn(pair, side, persona)

let request = ''

test('both nodes hear each other over pinned TLS', async () => {
  const secretary = await as('vnm', 'secretary')
  const [relation] = await until(async () => {
    const all = await good(secretary.api.GET('/api/relations'))
    return all[0]?.line.state === 'up' && all[0].line.held === null ? all : null
  })
  assert.equal(relation?.id, RELATION)
  assert.equal((await good(secretary.api.GET('/api/health'))).status, 'ok')
})

test('the relation is opened by one side and confirmed by the other, two persons each', async () => {
  const [chn, chnApprover] = [await as('chn', 'secretary'), await as('chn', 'approver')]
  const [vnm, vnmApprover] = [await as('vnm', 'secretary'), await as('vnm', 'approver')]
  const known = await digests(chn)
  const digest = known.find((one) => one.procedure === 'relation')?.digest ?? ''
  const listed = (party: string) => known.map((one) => ({ party, ...one }))
  const draft = await good(
    chn.api.POST('/api/dossiers', {
      body: {
        request: randomUUID(),
        relation: RELATION,
        procedure: digest,
        act: 'open',
        handling: 'H0',
        fields: {
          title: en('An invented relation'),
          parties: ['chn', 'vnm'].map((code) => ({ code, domain: `${code}.localhost`, name: en(code) })),
          keys: [{ party: 'chn', use: 'log', key: 'invented' }],
          'digests-first': listed('chn'),
        },
      },
    }),
  )
  assert.deepEqual((await good(chn.api.GET('/api/relations')))[0]?.opened, [])
  const opened = await approved(chnApprover, draft)
  // The answer again is for whoever approved it, not for everybody who may read what came of it.
  assert.deepEqual(await approved(chnApprover, draft), opened)
  await assert.rejects(approved(await as('chn', 'legal-reviewer'), draft), { code: 'draft-gone' })
  const there = await until(async () => {
    const list = await good(vnm.api.GET('/api/dossiers', { params: { query: { plays: 'relation' } } }))
    return list.rows[0] ? dossierOf(vnm, list.rows[0].id) : null
  })
  assert.equal(there.id, opened.dossier)
  for (const side of [chn, vnm])
    assert.deepEqual((await good(side.api.GET('/api/relations')))[0]?.opened, ['relation'])
  // It names no office of theirs: it waits for the ministry that faces its author's.
  const onDesk = async (who: Connection, view: 'mine' | 'office') => {
    const { rows, counts } = await good(who.api.GET('/api/desk', { params: { query: { view } } }))
    assert.equal(counts[view], rows.length)
    return rows.map((row) => row.id)
  }
  assert.deepEqual(await onDesk(vnm, 'mine'), [there.id])
  assert.deepEqual(await onDesk(vnmApprover, 'office'), [there.id])
  assert.deepEqual(await onDesk(await as('vnm', 'duty-officer'), 'office'), [])
  const on = there.offers.find((offer) => offer.act === 'confirm')?.answers[0]?.leaf
  assert.ok(on)
  const confirming = await good(
    vnm.api.POST('/api/dossiers/{id}/acts', {
      params: { path: { id: there.id } },
      body: {
        request: randomUUID(),
        act: 'confirm',
        on,
        position: there.position,
        fields: { 'digests-other': listed('vnm') },
      },
    }),
  )
  await approved(vnmApprover, confirming)
  await until(async () => (await good(vnm.api.GET('/api/procedures'))).every((one) => one.agreed))
  await until(async () => (await good(chn.api.GET('/api/procedures'))).every((one) => one.agreed))
})

test('a request from a gate arrives at the facing gate, live, and nobody else of that level sees it', async () => {
  const [asker, answerer] = [await as('vnm', 'duty-officer'), await as('chn', 'duty-officer')]
  const digest = (await digests(asker)).find((one) => one.procedure === 'information-request')?.digest ?? ''
  const ending = new AbortController()
  const told: string[] = []
  const listening = subscribe(
    answerer,
    { changed: ({ dossiers }) => void told.push(...dossiers) },
    ending.signal,
  )
  const body = {
    request: randomUUID(),
    relation: RELATION,
    procedure: digest,
    act: 'request-information',
    to: 'chn-gate',
    level: 'gate' as const,
    handling: 'H2' as const,
    fields: {
      subject: en('Vehicle near marker 100 (invented)'),
      urgency: 'normal',
      offence: 'smuggling-of-goods',
      purpose: 'investigation',
      'legal-basis': en('Invented agreement, article 3'),
      questions: [{ question: en('Who is its keeper?') }],
    },
  }
  const seen = await good(asker.api.POST('/api/preview', { body }))
  assert.deepEqual(Object.keys(seen.parts).sort(), ['content', 'kept'])
  const answer = await good(asker.api.POST('/api/dossiers', { body }))
  assert.equal(answer.kind, 'recorded')
  assert.deepEqual(await good(asker.api.POST('/api/dossiers', { body })), answer)
  request = (answer as { dossier: string }).dossier
  await until(async () => told.includes(request))
  ending.abort()
  await listening
  const desk = await good(
    answerer.api.GET('/api/desk', { params: { query: { view: 'mine', relation: RELATION } } }),
  )
  assert.deepEqual(
    desk.rows.map((row) => row.id),
    [request],
  )
  const view = await dossierOf(answerer, request)
  assert.equal(view.unopened, true)
  assert.deepEqual(
    view.rungs.map((rung) => rung.handling),
    ['H2'],
  )
  const path = { params: { path: { id: request } } }
  await answerer.api.POST('/api/dossiers/{id}/opened', { ...path, body: { request: randomUUID() } })
  assert.equal((await dossierOf(answerer, request)).unopened, false)
})

test('its entry has a proof as soon as the other side holds it, and its evidence is a ZIP', async () => {
  const asker = await as('vnm', 'duty-officer')
  const [rung] = (await dossierOf(asker, request)).rungs
  assert.ok(rung)
  const proof = await until(() => asker.fetch(`/api/entries/${rung.leaf}/proof`).catch(() => null))
  assert.match(await proof.text(), /^c2sp\.org\/tlog-proof@v1\n/)
  assert.match(String(proof.headers.get('content-disposition')), /^attachment; filename="[\w.~-]+"$/)
  const evidence = await asker.fetch(`/api/dossiers/${request}/evidence`)
  assert.match(String(evidence.headers.get('content-disposition')), /\.evidence\.zip"$/)
  assert.equal(
    Buffer.from(await evidence.arrayBuffer())
      .subarray(0, 2)
      .toString(),
    'PK',
  )
})

test('an extension says on both sides until when it had been, and until when it is', async () => {
  const [asker, answerer] = [await as('vnm', 'duty-officer'), await as('chn', 'duty-officer')]
  const before = await dossierOf(answerer, request)
  assert.deepEqual(before.extensions, [])
  const fields = { extension: 'P5D', 'extension-reason': 'more-inquiry' }
  const { leaf } = (await good(
    answerer.api.POST('/api/dossiers/{id}/acts', {
      params: { path: { id: request } },
      body: { request: randomUUID(), act: 'extend', fields, handling: 'H1', position: before.position },
    }),
  )) as { leaf: string }
  for (const side of [answerer, asker]) {
    const after = await until(async () => {
      const view = await dossierOf(side, request)
      return view.extensions.length > 0 ? view : null
    })
    assert.deepEqual(after.extensions, [{ leaf, from: before.clock?.due, to: after.clock?.due }])
    assert.ok((after.clock?.due ?? 0) > (before.clock?.due ?? 0))
  }
})

/** Every so many bits of a file changed, one at a time. */
function* flipped(file: string, every: number): Generator<Uint8Array> {
  const whole = readFileSync(file)
  for (let bit = 0; bit < whole.length * 8; bit += every) {
    const bytes = new Uint8Array(whole)
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    yield bytes
  }
}

test('PROOF-5 EVIDENCE-6 what a node gave is proven offline in every language, and not with one bit changed', async () => {
  const asker = await as('vnm', 'duty-officer')
  const settled = await until(async () => {
    const { rungs } = await dossierOf(asker, request)
    return rungs[0]?.settled ? rungs[0] : null
  })
  const save = async (path: string, name: string) => {
    const file = join(pair.folder, name)
    const answer = await asker.fetch(path)
    writeFileSync(file, new Uint8Array(await answer.arrayBuffer()))
    return file
  }
  const proof = await save(`/api/entries/${settled.leaf}/proof`, 'one.tlog-proof')
  const evidence = await save(`/api/dossiers/${request}/evidence`, 'all.evidence')
  const keys = await save(`/api/keys?relation=${encodeURIComponent(RELATION)}`, 'keys.json')
  for (const [language, proven] of [
    ['en', 'PROVEN'],
    ['vi', 'ĐÃ CHỨNG MINH'],
    ['zh-Hans', '已证明'],
  ] as const) {
    const said: string[] = []
    assert.equal(
      verifyFiles([proof, evidence], keys, language, (line) => void said.push(line)),
      0,
      said.join('\n'),
    )
    assert.ok(said.filter((line) => line.startsWith(proven)).length >= 4, said.join('\n'))
  }
  const silent = () => undefined
  const printed: string[] = []
  const print = (line: string) => void printed.push(line)
  assert.equal(verifyFiles([evidence], undefined, 'en', print), 1, 'it agrees with itself alone')
  const shown = await good(asker.api.GET('/api/keys', { params: { query: { relation: RELATION } } }))
  for (const { side, fingerprints } of shown.keys)
    assert.ok(printed.includes(`  ${side}  ${fingerprints.log}  ${fingerprints.custody}`), printed.join('\n'))
  assert.equal(verifyFiles([proof], undefined, 'en', silent), 1, 'a proof brings no keys')
  const changed = join(pair.folder, 'changed')
  for (const [file, every] of [
    [evidence, 149],
    [proof, 1201],
  ] as const)
    for (const bytes of flipped(file, every)) {
      writeFileSync(changed, bytes)
      assert.equal(verifyFiles([changed], keys, 'en', silent), 1)
    }
})

test('WITNESS-1 WITNESS-2 a witness written by others signs our log, and the proof carries it', {
  skip: withoutGo,
}, async () => {
  const { node } = pair.nodes.vnm.running
  const relation = node.relations.get(RELATION) ?? assert.fail()
  const asker = await as('vnm', 'duty-officer')
  const leaf = (await dossierOf(asker, request)).rungs[0]?.leaf ?? assert.fail()
  await assert.rejects(asker.fetch(`/api/entries/${leaf}/proof?under=witnessed`), { code: 'not-witnessed' })
  await using go = await goWitness(vkeysOf(publicOf(relation.log), 'log')[0])
  const witness = witnessOf({ url: go.url, vkeys: [go.vkey] })
  for (const days of [0, 1]) {
    const late = { ...node, clock: () => node.clock() + days * 86_400 }
    assert.equal(await new Daily(late, relation, outsideWitness(late, relation, witness, post)).tick(), true)
  }
  assert.equal((await node.store.read(RELATION, (reader) => reader.incidents())).length, 0)
  const proof = await (await asker.fetch(`/api/entries/${leaf}/proof?under=witnessed`)).text()
  const file = join(pair.folder, 'witnessed.tlog-proof')
  const keys = join(pair.folder, 'witnessed-keys.json')
  writeFileSync(file, proof)
  writeFileSync(
    keys,
    JSON.stringify(await good(asker.api.GET('/api/keys', { params: { query: { relation: RELATION } } }))),
  )
  const said: string[] = []
  assert.equal(
    verifyFiles([file], keys, 'en', (line) => said.push(line), [go.vkey]),
    0,
    said.join('\n'),
  )
  const page = await good(
    (await as('vnm', 'secretary')).api.GET('/api/register', { params: { query: { relation: RELATION } } }),
  )
  assert.deepEqual(
    page.sides.map(({ witnesses }) => witnesses.map(({ name }) => name)),
    [['witness.example/go'], []],
  )
})

test('what stands in the way is told with its code', async () => {
  const asker = await as('vnm', 'duty-officer')
  const stale = asker.api.POST('/api/dossiers/{id}/acts', {
    params: { path: { id: request } },
    body: { request: randomUUID(), act: 'withdraw', position: 'stale', fields: {} },
  })
  await assert.rejects(stale, (error) => error instanceof ApiError && error.code === 'look-again')
  const position = (await dossierOf(asker, request)).position
  const bad = asker.api.POST('/api/dossiers/{id}/acts', {
    params: { path: { id: request } },
    body: { request: randomUUID(), act: 'remind', position, fields: { message: 7 } },
  })
  await assert.rejects(
    bad,
    (error) => error instanceof ApiError && error.code === 'bad-fields' && error.status === 400,
  )
  await assert.rejects(
    dossierOf(asker, '0'.repeat(64)),
    (error) => error instanceof ApiError && error.code === 'not-found',
  )
})

test('an office that is not there is no addressee', async () => {
  const asker = await as('vnm', 'duty-officer')
  const [first] = await digests(asker)
  for (const to of ['vnm-gate', 'chn-nowhere']) {
    const body = {
      request: randomUUID(),
      relation: RELATION,
      procedure: first?.digest ?? '',
      act: 'open',
      to,
      handling: 'H0' as const,
      fields: {},
    }
    await assert.rejects(
      asker.api.POST('/api/dossiers', { body }),
      (error) => error instanceof ApiError && error.path === '/to',
    )
  }
})

test('nothing went wrong inside', () => assert.deepEqual(pair.logs, []))
