import assert from 'node:assert/strict'
import { test } from 'node:test'
import { flips, refused, runAll } from '../_vectors.ts'
import { fromHex, hex } from '../bytes/bytes.ts'
import { type Announcement, decodeAnnouncement, encodeAnnouncement, MOST_SHOWN } from './announcement.ts'

const shown: Announcement = {
  relation: 'chn~vnm/border',
  from: 'vnm',
  epoch: 1,
  nonce: fromHex('0f'.repeat(16)),
  index: 5,
  entry: {
    header: Uint8Array.of(123, 125),
    parts: [{ name: 'kept', salt: fromHex('cd'.repeat(32)), bytes: Uint8Array.of(1, 2) }],
  },
  checkpoint: 'vnm.example/chn~vnm/border/1\n7\nnot a real head\n',
  path: [fromHex('aa'.repeat(32)), fromHex('bb'.repeat(32))],
}

test('SYNC-11 announcements are those of the vectors', () => {
  runAll('announcement', ({ bytes }: { bytes: string }) => {
    const read = decodeAnnouncement(fromHex(bytes))
    assert.equal(hex(encodeAnnouncement(read)), bytes)
    const { entry } = read
    return {
      ...read,
      nonce: hex(read.nonce),
      path: read.path.map(hex),
      entry: {
        header: hex(entry.header),
        parts: entry.parts.map(({ name, salt, bytes: body }) => ({
          name,
          salt: hex(salt),
          bytes: hex(body),
        })),
      },
    }
  })
})

test('SYNC-11 every changed bit says something else or is refused, and nothing is read beyond the end', () => {
  const said = encodeAnnouncement(shown)
  for (const changed of flips(said))
    try {
      assert.notEqual(hex(encodeAnnouncement(decodeAnnouncement(changed))), hex(said))
    } catch (error) {
      refused('bad-step')(error)
    }
  for (let end = 0; end < said.length; end++)
    assert.throws(() => decodeAnnouncement(said.subarray(0, end)), refused('bad-step'))
  assert.throws(() => decodeAnnouncement(Uint8Array.of(...said, 0)), refused('bad-step'))
})

test('SYNC-11 what is as long as may be shown is said, and a byte more, wherever it is, is not', () => {
  const [part] = shown.entry.parts
  assert.ok(part)
  const long = (header: number, bytes: number) => ({
    ...shown,
    entry: { header: new Uint8Array(header), parts: [{ ...part, bytes: new Uint8Array(bytes) }] },
  })
  const most = encodeAnnouncement(long(2, MOST_SHOWN - 2))
  assert.equal(decodeAnnouncement(most).entry.parts[0]?.bytes.length, MOST_SHOWN - 2)
  for (const more of [long(2, MOST_SHOWN - 1), long(3, MOST_SHOWN - 2)])
    assert.throws(() => encodeAnnouncement(more), refused('bad-step'))
})

test('SYNC-11 nothing outside the bounds is ever said', () => {
  for (const change of [
    { epoch: 0 },
    { entry: { header: new Uint8Array(MOST_SHOWN + 1), parts: [] } },
    { index: -1 },
    { relation: 'nowhere' },
    { from: 'X y' },
    { nonce: new Uint8Array(15) },
    { path: Array.from({ length: 54 }, () => new Uint8Array(32)) },
    { path: [new Uint8Array(31)] },
    { entry: { header: new Uint8Array(), parts: [] } },
    { entry: { ...shown.entry, parts: Array.from({ length: 17 }, () => shown.entry.parts).flat() } },
  ])
    assert.throws(() => encodeAnnouncement({ ...shown, ...change }), refused('bad-step'))
})
