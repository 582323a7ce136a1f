import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isName } from '@counterpart/server'
import { checkFirst, type InitArguments, initOptions, readOidc } from './init-options.ts'

const given: InitArguments = {
  party: 'vnm',
  domain: 'vnm.example',
  nameEn: 'Vietnam',
  nameVi: 'Việt Nam',
  nameZh: '越南',
  url: 'https://vnm.example',
  listen: '[::1]:8080',
  peer: '0.0.0.0:8443',
  peerUrl: 'https://peer.vnm.example:8443',
  relation: 'chn~vnm/border',
  offices: 'offices.json',
}

test('what was typed becomes what a node is made from', () => {
  const made = initOptions('folder', given)
  assert.deepEqual(made.listen, { host: '::1', port: 8080 })
  assert.deepEqual(made.peer, { host: '0.0.0.0', port: 8443 })
  assert.deepEqual(made.name, { en: 'Vietnam', vi: 'Việt Nam', 'zh-Hans': '越南' })
})

test('the first administrator has a name that nothing is hidden in, and an office of that side', () => {
  const known = { isName, directory: { office: (code: string) => ({ side: code.slice(0, 3) }) } }
  const check = (administrator: string, office = 'vnm-mps') =>
    checkFirst({ administrator, office }, known, 'vnm', 'offices.json')
  check('Nguyễn Văn A')
  for (const name of ['', ' ', 'A\u202eB', 'A\nB', 'A\u0000', 'a'.repeat(1000)])
    assert.throws(() => check(name), /^Error: bad-option: --administrator /)
  assert.throws(() => check('A', 'chn-mps'), /^Error: bad-option: --office chn-mps /)
})

test('what cannot be meant is refused with the option that is wrong', () => {
  const bad: [Partial<InitArguments>, RegExp][] = [
    [{ relation: 'vnm~chn/border' }, /^bad-option: --relation /],
    [{ relation: 'chn~chn/border' }, /^bad-option: --relation /],
    [{ relation: 'chn~vnm' }, /^bad-option: --relation /],
    [{ party: 'lao' }, /^bad-option: --party /],
    [{ peerUrl: 'http://peer.vnm.example:8443' }, /^bad-option: --peer-url /],
    [{ peerUrl: 'https://peer.vnm.example' }, /^bad-option: --peer-url /],
    [{ peerUrl: 'https://peer.vnm.example:99999' }, /^bad-option: --peer-url /],
    [{ listen: '8080' }, /^bad-option: --listen /],
    [{ listen: '127.0.0.1:80801' }, /^bad-option: --listen /],
    [{ peer: '::1:8443' }, /^bad-option: --peer /],
  ]
  for (const [change, line] of bad)
    assert.throws(
      () => initOptions('folder', { ...given, ...change }),
      (error: Error) => line.test(error.message) && !error.message.includes('\n'),
    )
  assert.throws(() => readOidc('/nowhere'), /^Error: bad-config: \/nowhere cannot be read/)
})
