/** A file from one officer's hands to the other's, through two started nodes, by the typed client alone. */
import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { fileDigest, fromHex } from '@counterpart/protocol'
import { unzipSync } from 'fflate'
import { type ApiError, type Connection, good, type Upload } from '../../client/src/index.ts'
import { agree, approved, digests, dossierOf, en, signedIn, until } from './_agreed.ts'
import { type Pair, RELATION, startPair } from './_pair.ts'

let pair: Pair
let writer: Connection
let approver: Connection
let reader: Connection

before(async () => {
  pair = await startPair({ fetcher: { fastest: 20, heartbeat: 200 } })
  writer = await signedIn(pair, 'vnm', 'secretary')
  approver = await signedIn(pair, 'vnm', 'approver')
  reader = await signedIn(pair, 'chn', 'secretary')
  await agree(pair)
})
after(() => pair[Symbol.asyncDispose]())

function put(connection: Connection, id: string, offset: number, bytes: Uint8Array) {
  return connection.fetch(`/api/uploads/${id}?offset=${offset}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
  })
}

async function begin(connection: Connection, name: string, bytes: number) {
  return good(connection.api.POST('/api/uploads', { body: { relation: RELATION, name, bytes } }))
}

async function bring(connection: Connection, name: string, bytes: Uint8Array) {
  const { id } = await begin(connection, name, bytes.length)
  const answer = (await (await put(connection, id, 0, bytes)).json()) as Upload
  assert.equal(answer.state, 'ready')
  return answer.file
}

async function letter(file: unknown, subject = 'A letter (invented)') {
  const digest = (await digests(writer)).find((one) => one.procedure === 'correspondence')?.digest ?? ''
  return good(
    writer.api.POST('/api/dossiers', {
      body: {
        request: randomUUID(),
        relation: RELATION,
        procedure: digest,
        act: 'send-letter',
        to: 'chn-ministry',
        level: 'ministry',
        handling: 'H1',
        fields: {
          subject: en(subject),
          kind: 'letter',
          'letter-number': '17/BCA',
          'letter-year': 2023,
          'letter-date': { date: '2023-06-25' },
          'letter-text': en('Text (invented)'),
          enclosures: [{ title: en('Plan (invented)'), file }],
        },
      },
    }),
  )
}

async function fileIn(connection: Connection, dossier: string) {
  const view = await dossierOf(connection, dossier)
  const [file] = view.rungs.flatMap((rung) => rung.files.map((one) => ({ ...one, leaf: rung.leaf })))
  return file
}

/** Held by both, on record. */
function held(connection: Connection, dossier: string) {
  return until(async () => {
    const found = await fileIn(connection, dossier).catch(() => undefined)
    return found?.state === 'held' ? found : null
  })
}

async function download(connection: Connection, leaf: string, digest: string, shown = '') {
  const answer = await connection.fetch(`/api/entries/${leaf}/files/${digest}${shown}`)
  return { answer, bytes: Buffer.from(await answer.arrayBuffer()) }
}

test('FILES-1 FILES-6 a file goes from one officer to the other and both sides say that they hold it', async () => {
  const bytes = randomBytes(3_000_000)
  const file = await bring(writer, 'Kế hoạch 计划.bin', bytes)
  const { dossier } = await approved(approver, await letter(file))
  const there = await held(reader, dossier)
  const here = await held(writer, dossier)
  assert.equal(there.name, 'Kế hoạch 计划.bin')
  assert.equal(there.size, 2 ** 22)
  for (const [who, { leaf, digest }] of [
    [reader, there],
    [writer, here],
  ] as const) {
    const { answer, bytes: got } = await download(who, leaf, digest)
    assert.ok(got.equals(bytes))
    assert.match(answer.headers.get('content-disposition') ?? '', /^attachment; /)
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
    assert.match(answer.headers.get('content-security-policy') ?? '', /sandbox/)
  }
})

test('what a page may show by itself is told by the content and not by the name', async () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  const cases = [
    ['plan.pdf', Buffer.from('only text, called a PDF (invented)'), 'text/plain', null],
    ['page.html', Buffer.from('<!doctype html><script>alert(1)</script>'), 'text/plain', null],
    ['photo.txt', png, 'image/png', 'image/png'],
    [
      'real.pdf',
      Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1'),
      'application/pdf',
      'application/pdf',
    ],
  ] as const
  for (const [name, bytes, type, shown] of cases) {
    const file = await bring(writer, name, bytes)
    assert.equal(file?.type, type, name)
    const { dossier } = await approved(approver, await letter(file))
    const there = await held(reader, dossier)
    assert.equal(there.shown, shown !== null)
    const asked = download(reader, there.leaf, there.digest, '/shown')
    if (shown === null) {
      await assert.rejects(asked, { code: 'bad-media-type' })
      continue
    }
    const { answer, bytes: got } = await asked
    assert.equal(answer.headers.get('content-type'), shown)
    assert.match(answer.headers.get('content-disposition') ?? '', /^inline; /)
    assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'/)
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
    assert.ok(got.equals(bytes))
  }
})

test('FILES-2 what opens a file leaves in its part, and in no view, draft or evidence beside it', async () => {
  const bytes = randomBytes(100_000)
  const file = await bring(writer, 'plan.bin', bytes)
  const draft = await letter(file)
  for (const { fields } of await good(approver.api.GET('/api/drafts')))
    assert.ok(!JSON.stringify(fields).includes(file?.key ?? 'none'))
  const { dossier } = await approved(approver, draft)
  for (const who of [writer, reader]) {
    await held(who, dossier)
    assert.ok(!JSON.stringify(await dossierOf(who, dossier)).includes(file?.key ?? 'none'))
  }
  const header = (await dossierOf(reader, dossier)).rungs[0]
  assert.equal(header?.files[0]?.size, 2 ** 17)
  const evidence = await reader.fetch(`/api/dossiers/${dossier}/evidence`)
  const findings = unzipSync(new Uint8Array(await evidence.arrayBuffer()))
  const member = findings[`files/${file?.digest}`]
  assert.equal(fileDigest(fromHex(file?.salt ?? ''), member ?? new Uint8Array()), file?.digest)
})

test('whoever reads a draft saves and sees what it encloses before it is approved, and nobody else does', async () => {
  const bytes = Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n(invented)', 'latin1')
  const file = await bring(writer, 'plan 计划.pdf', bytes)
  const other = await bring(writer, 'other.pdf', bytes)
  const drafted = (await letter(file)) as { kind: 'drafted'; draft: string }
  const at = (digest = '', more = '') => `/api/drafts/${drafted.draft}/files/${digest}${more}`
  const mine = (await good(approver.api.GET('/api/drafts'))).find(({ id }) => id === drafted.draft)
  const { digest, name, type } = file ?? {}
  assert.deepEqual(mine?.files, [{ digest, name, type, bytes: bytes.length, shown: true }])
  for (const who of [writer, approver]) {
    const saved = await who.fetch(at(digest))
    assert.ok(Buffer.from(await saved.arrayBuffer()).equals(bytes))
    assert.match(saved.headers.get('content-disposition') ?? '', /^attachment; /)
    assert.match(saved.headers.get('content-security-policy') ?? '', /sandbox/)
    const shown = await who.fetch(at(digest, '/shown'))
    assert.equal(shown.headers.get('content-type'), 'application/pdf')
    assert.match(shown.headers.get('content-security-policy') ?? '', /default-src 'none'/)
  }
  await assert.rejects(approver.fetch(at(other?.digest)), { code: 'not-found' })
  for (const stranger of ['administrator', 'duty-officer']) {
    const who = await signedIn(pair, 'vnm', stranger)
    for (const more of ['', '/shown'])
      await assert.rejects(who.fetch(at(digest, more)), { code: 'draft-gone' })
  }
  const { dossier } = await approved(approver, drafted)
  await assert.rejects(approver.fetch(at(digest)), { code: 'draft-gone' })
  assert.equal((await held(reader, dossier)).name, name)
})

test('an upload goes on from where it was, and from nowhere else', async () => {
  const bytes = randomBytes(300_000)
  const { id, offset } = await begin(writer, 'slow.bin', bytes.length)
  assert.equal(offset, 0)
  const first = (await (await put(writer, id, 0, bytes.subarray(0, 150_000))).json()) as Upload
  // Only whole chunks are kept of what was cut off.
  assert.equal(first.offset, 131_072)
  for (const wrong of [0, 150_000, 65_536])
    await assert.rejects(put(writer, id, wrong, bytes.subarray(wrong)), { code: 'upload-offset' })
  const look = await good(writer.api.GET('/api/uploads/{id}', { params: { path: { id } } }))
  assert.deepEqual([look.offset, look.state, look.file], [131_072, 'open', null])
  const last = (await (await put(writer, id, look.offset, bytes.subarray(look.offset))).json()) as Upload
  assert.equal(last.state, 'ready')
})

test('an upload that is larger than it said, or than this node takes, is refused', async () => {
  const { id } = await begin(writer, 'liar.bin', 10)
  await assert.rejects(put(writer, id, 0, randomBytes(11)), { code: 'file-too-large' })
  await assert.rejects(begin(writer, 'huge.bin', 2 ** 31 + 1), (thrown: ApiError) => {
    assert.equal(thrown.code, 'file-too-large')
    for (const sentence of Object.values(thrown.text ?? {})) assert.match(sentence, /2 GiB/)
    return true
  })
  // No act would take such a name, and to say so after two gigabytes is late.
  for (const name of ['a\r\nb', 'a\u202eb', '', 'x'.repeat(201)])
    await assert.rejects(begin(writer, name, 10), { code: 'bad-value' })
  await assert.rejects(begin(writer, 'empty.txt', 0), { code: 'file-empty' })
})

test("another officer's upload is not there, and a file is used only by who brought it", async () => {
  const file = await bring(writer, 'mine.bin', randomBytes(1000))
  const { id } = await begin(writer, 'mine.bin', 10)
  const other = approver.api.GET('/api/uploads/{id}', { params: { path: { id } } })
  await assert.rejects(good(other), { code: 'not-found' })
  await assert.rejects(put(approver, id, 0, randomBytes(10)), { code: 'not-found' })
  for (const wrong of [
    { key: '00'.repeat(32) },
    { salt: '00'.repeat(32) },
    { digest: 'ab'.repeat(32) },
    { bytes: 1001 },
    { type: 'image/png' },
  ])
    await assert.rejects(letter({ ...file, ...wrong }), { code: 'file-not-here' })
  await good(writer.api.DELETE('/api/uploads/{id}', { params: { path: { id } } }))
  const gone = writer.api.GET('/api/uploads/{id}', { params: { path: { id } } })
  await assert.rejects(good(gone), { code: 'not-found' })
})

test('bytes are taken by their own route alone, and that takes nothing else', async () => {
  const { id } = await begin(writer, 'mine.bin', 7)
  const json = writer.fetch(`/api/uploads/${id}?offset=0`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: '{"a":1}',
  })
  await assert.rejects(json, { code: 'bad-media-type' })
  const asked = writer.fetch('/api/dossiers', {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(3),
  })
  await assert.rejects(asked, { code: 'bad-media-type' })
})
