/** The program as an operator types it: one line for whatever stands in the way, and the exit code to go with it. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { ADVICE } from './failure.ts'
import { say } from './words.ts'

const folder = mkdtempSync(join(tmpdir(), 'counterpart-cli-'))
after(() => rmSync(folder, { recursive: true }))
const offices = join(folder, 'offices.json')
const oidc = join(folder, 'oidc.json')
const name = { en: 'Office (invented)', vi: 'Cơ quan (hư cấu)', 'zh-Hans': '机关（虚构）' }
writeFileSync(
  offices,
  JSON.stringify([{ code: 'vnm-office', side: 'vnm', level: 'ministry', name, faces: [] }]),
)
writeFileSync(
  oidc,
  JSON.stringify({
    issuer: 'https://login.vnm.example',
    clientId: 'counterpart',
    claims: { name: 'name', roles: 'roles', office: 'office' },
    roles: { secretary: 'secretary' },
    offices: { one: 'vnm-office' },
  }),
)

function counterpart(...args: string[]): { code: number | null; said: string; complained: string } {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'main.ts'), ...args],
    { encoding: 'utf8', env: { ...env, COUNTERPART_OIDC_SECRET: 'invented', LANG: 'C' } },
  )
  return { code: status, said: stdout, complained: stderr }
}

/** Fails with exactly one line. */
function fails(args: string[], line: RegExp): void {
  const { code, complained } = counterpart(...args)
  assert.equal(code, 1, complained)
  assert.match(complained, line)
  assert.equal(complained.trim().split('\n').length, 1, complained)
}

const home = join(folder, 'vnm')
const init = [
  ['init', home, '--party', 'vnm', '--domain', 'vnm.example', '--relation', 'chn~vnm/border'],
  ['--name-en', 'Vietnam', '--name-vi', 'Việt Nam', '--name-zh', '越南', '--url', 'https://vnm.example'],
  ['--peer-url', 'https://peer.vnm.example:8443', '--offices', offices],
].flat()

test('init makes a node once, and says what two operators have to compare', () => {
  fails(init, /^counterpart: bad-option: give --administrator and --office, or --oidc-config/)
  const made = counterpart(...init, '--oidc-config', oidc)
  assert.equal(made.code, 0, made.complained)
  const config = JSON.parse(readFileSync(join(home, 'counterpart.json'), 'utf8'))
  assert.deepEqual([config.party, config.oidc.clientId], ['vnm', 'counterpart'])
  const digest = /^ +((?:[0-9a-f]{4} ){15}[0-9a-f]{4})$/m.exec(made.said)?.[1]
  assert.ok(digest, made.said)
  const bundle = join(home, 'bundles', 'vnm-chn-vnm-border.json')
  for (const language of ['en', 'vi', 'zh-Hans']) {
    const shown = counterpart('bundle', '--language', language, bundle)
    assert.ok(shown.said.includes(digest), shown.said)
    const words = shown.said
      .split('\n')
      .filter((line) => line.includes(' · '))
      .join('\n')
    const heard = counterpart('bundle', bundle, '--heard', words)
    assert.deepEqual([heard.code, heard.said.trim()], [0, say('en', 'bundle-same')])
  }
  const other = `${digest.startsWith('0') ? '1' : '0'}${digest.slice(1)}`
  for (const [text, word] of [
    [other, 'bundle-differs'],
    [digest.slice(2), 'bundle-not-heard'],
    ['', 'bundle-not-heard'],
  ] as const) {
    const heard = counterpart('bundle', bundle, '--language', 'vi', '--heard', text)
    const line =
      word === 'bundle-differs'
        ? `${say('vi', word)} ${say('vi', 'bundle-near', { count: '1', places: '1' })}`
        : `counterpart: bad-option: --heard: ${say('vi', word)}`
    assert.deepEqual([heard.code, heard.complained.trim(), heard.said], [1, line, ''])
  }
  fails([...init, '--oidc-config', oidc], /^counterpart: bad-config: there is a node in /)
})

test('init makes nothing when somebody could not sign in, or no folder can be made', () => {
  const other = join(folder, 'other')
  const [empty, both] = [join(folder, 'empty.json'), join(folder, 'both.json')]
  const office = (side: string) => ({ code: `${side}-office`, side, level: 'ministry', name, faces: [] })
  writeFileSync(empty, '[]')
  writeFileSync(both, JSON.stringify([office('vnm'), office('chn')]))
  const made = (file: string, who: string, where: string, home = other) =>
    [
      ['init', home, ...init.slice(2, -1), file],
      ['--administrator', who, '--office', where],
    ].flat()
  fails(
    made(both, 'Bob (invented)', 'chn-office'),
    /^counterpart: bad-option: --office chn-office is no office/,
  )
  fails(made(both, 'Bob (invented)', 'vnm-none'), /^counterpart: bad-option: --office vnm-none is no office/)
  for (const blank of ['', ' \t'])
    fails(made(both, blank, 'vnm-office'), /^counterpart: bad-option: --administrator is the name/)
  fails(made(empty, 'Bob (invented)', 'vnm-office'), /^counterpart: bad-config: .* no office of vnm/)
  fails(made(folder, 'Bob (invented)', 'vnm-office'), /^counterpart: bad-config: .* cannot be read/)
  assert.equal(existsSync(other), false)
  fails(
    made(both, 'Bob (invented)', 'vnm-office', join(both, 'x')),
    /^counterpart: not-found: this is no folder/,
  )
  if (process.platform === 'linux')
    fails(made(both, 'Bob (invented)', 'vnm-office', '/proc/none/x'), /^counterpart: not-(found|permitted): /)
})

test('a node whose counterpart has not been met says so', () => {
  const config = join(home, 'counterpart.json')
  fails(
    ['node', '--config', config],
    /^counterpart: bad-config: the counterpart's bundle .* exchange bundles face to face/,
  )
  fails(['node', '--config', join(folder, 'none.json')], /^counterpart: bad-config: the configuration /)
})

test('the version is said by itself', () => {
  const { code, said, complained } = counterpart('--version')
  assert.deepEqual([code, complained], [0, ''])
  assert.match(said, /^\d+\.\d+\.\d+( \([0-9a-f]{12}\))?\n$/)
})

test('what cannot be meant is one line', () => {
  fails(['nothing'], /^counterpart: bad-option: unknown command 'nothing': see --help$/m)
  fails(
    ['verifx'],
    /^counterpart: bad-option: unknown command 'verifx' \(Did you mean verify\?\): see --help$/m,
  )
  fails(
    ['bundle', folder],
    /^counterpart: not-found: this is a folder and no file \(.*counterpart-cli-.*\): /,
  )
  fails(['node'], /^counterpart: bad-option: required option/)
  for (const also of [['--revoke'], ['--key', offices]])
    fails(
      ['keys', 'rotate', '--config', offices, '--sealing', ...also],
      new RegExp(`^counterpart: bad-option: ${also[0]} is for --log and --custody`),
    )
  fails(['verify', '--language', 'fr', offices], /^counterpart: bad-option: --language is one of /)
  fails(['bundle', offices], /^counterpart: bad-config: not the bundle of a counterpart/)
  fails(['devnet', '--folder', folder], /^counterpart: no-world: .* holds something that is no demonstration/)
  for (const port of ['x', '', '0x2328', '9e3', ' 9000', '9000.0'])
    fails(
      ['devnet', '--folder', folder, '--port', port],
      /^counterpart: bad-option: --port has to be a number/,
    )
})

test('the language may stand anywhere, with every command, and is that of what is refused before it begins', () => {
  const none = join(folder, 'none.json')
  for (const args of [
    ['--language', 'zh', 'node', '--config', none],
    ['node', '--config', none, '--language', 'zh-Hans'],
  ])
    fails(args, new RegExp(`${ADVICE['zh-Hans']['bad-config']}$`, 'm'))
  for (const args of [['node'], ['keys', 'list'], ['init', folder], ['devnet', '--none']])
    fails([...args, '--language', 'vi'], new RegExp(`: ${ADVICE.vi['bad-option']}$`, 'm'))
})

test('what is still starting ends in order when it is asked to', async () => {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(import.meta.dirname, 'main.ts'),
      ...['devnet', '--folder', join(folder, 'devnet'), '--port', '9651'],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env },
  )
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      if (printed === '') child.kill('SIGTERM')
      printed += chunk
    })
  assert.deepEqual(await once(child, 'close'), [0, null])
  assert.match(printed, /^Starting two nodes [^\n]+\n\nEnding …\n$/)
})

test('a backup says in one line what stands in its way', () => {
  const config = join(home, 'counterpart.json')
  fails(['backup', '--config', config, '--register', folder, '--keys', folder], /^counterpart: bad-option: /)
  const none = join(folder, 'none')
  fails(['backup', '--config', config, '--register', folder, '--keys', none], /^counterpart: not-found: /)
  fails(['backup', '--config', config, '--register', folder, '--keys', home], /^counterpart: key-missing: /)
  fails(['restore', '--config', config, '--register', none, '--keys', none], /^counterpart: key-missing: /)
})

test('verify answers with its exit code', () => {
  assert.equal(counterpart('verify', offices).code, 1)
  const none = join(folder, 'none')
  for (const args of [
    ['verify', none],
    ['verify', '--keys', none, offices],
    ['record', 'check', none],
    ['record', 'load', none],
  ]) {
    const { code, complained, said } = counterpart(...args)
    assert.deepEqual([code, said], [2, ''])
    assert.match(complained.trim(), /^counterpart: not-found: [^\n]+none: [^\n]+: correct the path$/)
  }
  assert.match(counterpart('verify', folder).complained, /^counterpart: not-found: /)
})

test('a witness takes one value, and the file stands behind the options as well as before them', () => {
  for (const args of [
    ['--witness', 'a', '--witness', 'b', offices],
    [offices, '--witness', 'a', '--witness', 'b'],
  ])
    assert.match(counterpart('verify', ...args).complained, /^counterpart: bad-option: --witness: .*: give /)
})
