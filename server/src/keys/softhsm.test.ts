import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { nobleVerifier, signCheckpoint, utf8, verifyCheckpoint } from '@counterpart/protocol'
import { newKeyFile, openKeyFile } from './key-file.ts'
import { OutsideKey, outsidePublicKey, signing } from './outside-key.ts'

const script = fileURLToPath(new URL('../../../tools/signers/pkcs11.sh', import.meta.url))
const modules = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so']
const module = modules.find((file) => existsSync(file))

function runs(command: string): boolean {
  return ['/usr/bin', '/usr/local/bin'].some((folder) => existsSync(join(folder, command)))
}

const missing =
  module === undefined || !runs('softhsm2-util') || !runs('pkcs11-tool')
    ? 'the Debian packages softhsm2 and opensc are not installed'
    : false

test('KEYS-1 a token signs: SoftHSM by pkcs11-tool, and its key never leaves it', {
  skip: missing,
}, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'counterpart-softhsm-'))
  t.after(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'tokens'))
  const config = join(folder, 'softhsm2.conf')
  writeFileSync(config, `directories.tokendir = ${join(folder, 'tokens')}\nobjectstore.backend = file\n`)
  const before = process.env.SOFTHSM2_CONF
  process.env.SOFTHSM2_CONF = config
  t.after(() => {
    if (before === undefined) delete process.env.SOFTHSM2_CONF
    else process.env.SOFTHSM2_CONF = before
  })
  const run = (command: string, ...args: string[]) => execFileSync(command, args, { stdio: 'pipe' })
  run('softhsm2-util', '--init-token', '--free', '--label', 'cp', '--so-pin', '1234', '--pin', '5678')
  const token = ['--module', module ?? '', '--token-label', 'cp', '--login', '--pin', '5678']
  run('pkcs11-tool', ...token, '--keypairgen', '--key-type', 'EC:edwards25519', '--id', '01')
  const file = join(folder, 'public')
  run('pkcs11-tool', ...token, '--read-object', '--type', 'pubkey', '--id', '01', '--output-file', file)
  const pin = join(folder, 'pin')
  writeFileSync(pin, '5678\n', { mode: 0o600 })

  const publicKey = outsidePublicKey(readFileSync(file))
  const command = [script, module ?? '', 'cp', '01', pin]
  const of = { party: 'aaa', domain: 'aaa.test', relation: 'aaa~bbb/test', epoch: 1 }
  const keys = await newKeyFile(of, utf8('secret'), 1_700_000_000, { log: publicKey })
  assert.throws(() => openKeyFile(keys, utf8('secret')), { code: 'bad-config' })
  const { log } = openKeyFile(keys, utf8('secret'), () => command)
  const head = { origin: log.name, size: 1, root: new Uint8Array(32) }
  const note = await signing(log, nobleVerifier, (signer) => signCheckpoint(head, signer))
  const publics = { name: log.name, ed25519: publicKey, mlDsa44: log.mlDsa44.publicKey }
  assert.equal(verifyCheckpoint(note, publics, nobleVerifier).size, 1)

  writeFileSync(pin, '0000\n')
  await assert.rejects(new OutsideKey(publicKey, command).ask(utf8('x')), { code: 'signer-failed' })
})
