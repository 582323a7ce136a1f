import assert from 'node:assert/strict'
import { chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { nobleVerifier, signCheckpoint, utf8, verifyCheckpoint } from '@counterpart/protocol'
import { type Bundle, bundleDigest, bundleOf, readBundle } from './bundle.ts'
import { newKeyFile, openKeyFile, readKeyFile, renewKeyFile, writeKeyFile } from './key-file.ts'
import { FileRing } from './key-ring.ts'
import { nodeVerifier } from './node-crypto.ts'

const directory = mkdtempSync(join(tmpdir(), 'counterpart-keys-'))
after(() => rmSync(directory, { recursive: true }))

const secret = utf8('a secret of the node')
const of = { party: 'aaa', domain: 'aaa.test', relation: 'aaa~bbb/test', epoch: 1 }
const name = { en: 'A', vi: 'A', 'zh-Hans': 'A' }
const file = await newKeyFile(of, secret, 1_700_000_000)

test('a key file opens with its secret and with no other, and not after a change', () => {
  const path = join(directory, 'keys.json')
  writeKeyFile(path, file)
  assert.equal(statSync(path).mode & 0o777, 0o600)
  const keys = openKeyFile(readKeyFile(path), secret)
  assert.equal(keys.log.name, 'aaa.test/aaa~bbb/test/1')
  assert.equal(keys.custody.name, 'aaa.test/aaa~bbb/test/custody')
  const wrong = { code: 'key-wrong' }
  assert.throws(() => openKeyFile(file, utf8('another')), wrong)
  assert.throws(() => openKeyFile({ ...file, relation: 'aaa~bbb/other' }, secret), wrong)
  const { vkeys, tls } = file
  const swapped: [string, string] = [vkeys.log[1], vkeys.log[0]]
  for (const changed of [
    { vkeys: { ...vkeys, log: swapped } },
    { vkeys: { ...vkeys, custody: vkeys.log } },
    { seal: `${file.seal.slice(0, -2)}A=` },
    { tls: { ...tls, fingerprint: tls.fingerprint.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) } },
    { tls: { ...tls, certificate: tls.certificate.toLowerCase() } },
  ])
    assert.throws(() => openKeyFile({ ...file, ...changed }, secret), wrong)
  assert.throws(() => readKeyFile(join(directory, 'none.json')), { code: 'key-missing' })
  writeFileSync(path, '{"v":1}')
  assert.throws(() => readKeyFile(path), wrong)
})

test('no private key is readable in the file, and none is used twice', () => {
  const text = JSON.stringify(file)
  assert.ok(!text.includes('PRIVATE KEY'))
  const keys = openKeyFile(file, secret)
  const all = [keys.log, keys.custody].flatMap((signer) => [signer.ed25519, signer.mlDsa44])
  assert.equal(new Set(all.map((key) => Buffer.from(key.publicKey).toString('hex'))).size, 4)
})

test('what node:crypto signs, the pure verifier accepts, and both find a changed note', () => {
  const { log } = openKeyFile(file, secret)
  const keys = { name: log.name, ed25519: log.ed25519.publicKey, mlDsa44: log.mlDsa44.publicKey }
  const note = signCheckpoint({ origin: log.name, size: 1, root: new Uint8Array(32) }, log)
  for (const verifier of [nodeVerifier, nobleVerifier]) {
    assert.equal(verifyCheckpoint(note, keys, verifier).size, 1)
    assert.throws(() => verifyCheckpoint(note.replace('\n1\n', '\n2\n'), keys, verifier), {
      code: 'bad-signature',
    })
  }
})

test('a bundle reads back, and one whose parts do not belong together is refused', async () => {
  const bundle = bundleOf(file, name, 'https://aaa.test:7443')
  const bytes = (value: unknown) => utf8(JSON.stringify(value))
  const read = readBundle(bytes(bundle))
  assert.equal(bundleDigest(read.bundle), bundleDigest(bundle))
  assert.equal(read.counterpart.log.name, 'aaa.test/aaa~bbb/test/1')
  const other = await newKeyFile({ ...of, party: 'bbb', domain: 'bbb.test' }, secret, 1_700_000_000)
  const bad: Partial<Record<keyof Bundle, unknown>>[] = [
    { vkeys: other.vkeys },
    { vkeys: { log: bundle.vkeys.custody, custody: bundle.vkeys.log } },
    { seal: 'AAAA' },
    { tls: { ...bundle.tls, fingerprint: other.tls.fingerprint } },
    { url: 'http://aaa.test' },
    { url: 'https://user@aaa.test' },
    { party: 'ccc' },
    { epoch: 2 },
    { more: 1 } as never,
  ]
  for (const change of bad)
    assert.throws(() => readBundle(bytes({ ...bundle, ...change })), { code: 'bad-config' })
  assert.throws(() => readBundle(utf8('{"v":1,"v":1}')), { code: 'bad-config' })
})

test('LOG-7 no node starts with a code that has a dash: its offices could be of both parties', async () => {
  for (const [party, relation] of [
    ['aaa-b', 'aaa~aaa-b/test'],
    ['a', 'a~bbb/test'],
    ['aaa', 'aaa~bbb/1test'],
  ] as const) {
    const made = newKeyFile({ ...of, party, domain: 'aaa.test', relation }, secret, 1_700_000_000)
    const bundle = made.then((one) => utf8(JSON.stringify(bundleOf(one, name, 'https://aaa.test:7443'))))
    await assert.rejects(bundle.then(readBundle), { code: 'bad-config' }, relation)
  }
})

test('EPOCH-11 that a log has begun is on disk when it returns, goes with every change of its keys, and not to the next log', () => {
  const path = join(directory, 'begun.json')
  writeKeyFile(path, file)
  let failing: string | null = 'ENOSPC'
  const write = (to: string, what: typeof file) => {
    if (failing) throw Object.assign(new Error(), { code: failing })
    writeKeyFile(to, what)
  }
  const open = () => new FileRing(path, secret, () => undefined, write)
  const ring = open()
  assert.throws(() => ring.begin(), {
    code: 'disk-full',
    message: `the disk that holds ${directory} is full`,
  })
  // It is there, and its owner is another: an older copy in its place could not sign.
  for (failing of ['EACCES', 'EPERM', 'EROFS'])
    assert.throws(() => ring.begin(), {
      code: 'not-permitted',
      message: `this node may not use ${path} (${failing})`,
    })
  failing = 'EIO'
  assert.throws(() => ring.begin(), { code: 'key-missing' })
  assert.deepEqual([ring.begun, open().begun], [false, false])
  failing = null
  ring.begin()
  assert.deepEqual([ring.begun, open().begun], [true, true])
  ring.make('custody')
  ring.destroy('custody', file.vkeys.custody[0].split('+')[2] ?? '')
  assert.equal(open().begun, true)
  writeKeyFile(path, renewKeyFile(readKeyFile(path), secret, 2, { base: 7 }))
  assert.equal(open().begun, false)
  open().make('seal')
  const third = renewKeyFile(readKeyFile(path), secret, 3)
  assert.deepEqual(openKeyFile(third, secret).bases, [{ epoch: 2, base: 7 }])
})

test('a key file that is replaced keeps its owner, also where root replaces it', () => {
  if (process.getuid?.() !== 0) return
  const path = join(directory, 'owned.json')
  writeKeyFile(path, file)
  chownSync(path, 65_534, 65_534)
  writeKeyFile(path, file)
  const { uid, gid, mode } = statSync(path)
  assert.deepEqual([uid, gid, mode & 0o777], [65_534, 65_534, 0o600])
})
