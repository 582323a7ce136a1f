/** What a fresh clone says when it cannot prepare itself: one line, and what to do; and how what it started ends. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'

const folder = mkdtempSync(join(tmpdir(), 'counterpart-launch-'))
after(() => rmSync(folder, { recursive: true }))
/** Of the Node that runs this; npm itself is found elsewhere or not at all. */
const node = dirname(process.execPath)

function clone(name: string, lock: object | string | null): string {
  const at = join(folder, name)
  mkdirSync(join(at, 'tools'), { recursive: true })
  copyFileSync(join(import.meta.dirname, 'launch.mjs'), join(at, 'tools', 'launch.mjs'))
  writeFileSync(join(at, 'program.ts'), 'console.log("it runs")\n')
  const manifest = { name: 'clone', version: '1.0.0', dependencies: { node: '26.10.0' } }
  writeFileSync(join(at, 'package.json'), JSON.stringify(manifest))
  if (lock !== null)
    writeFileSync(join(at, 'package-lock.json'), typeof lock === 'string' ? lock : JSON.stringify(lock))
  return at
}

const LOCK = {
  name: 'clone',
  version: '1.0.0',
  lockfileVersion: 3,
  packages: {
    '': { name: 'clone', version: '1.0.0', dependencies: { node: '26.10.0' } },
    'node_modules/node': {
      version: '26.10.0',
      resolved: 'http://127.0.0.1:9/node/-/node-26.10.0.tgz',
      integrity: `sha512-${'A'.repeat(86)}==`,
    },
  },
}

/** Lines that show it is alive are no complaint. */
function launch(at: string, program = 'program.ts', path = process.env.PATH ?? ''): string[] {
  const { npm_execpath: _, NODE_TEST_CONTEXT: __, ...env } = process.env
  const { status, stderr } = spawnSync(process.execPath, [join(at, 'tools', 'launch.mjs'), program], {
    cwd: at,
    encoding: 'utf8',
    env: {
      ...env,
      PATH: path,
      npm_config_registry: 'http://127.0.0.1:9/',
      npm_config_cache: join(folder, 'cache'),
      npm_config_fetch_retries: '0',
    },
  })
  assert.equal(status, 1)
  return stderr
    .trim()
    .split('\n')
    .filter((line) => !/ … \d+ s/.test(line))
}

test('a clone that is not complete says so', () => {
  for (const [name, lock] of [
    ['no-lock', null],
    ['damaged-lock', '{'],
  ] as const)
    assert.deepEqual(launch(clone(name, lock)), [
      'counterpart: package-lock.json is missing or damaged: clone the repository again, it is not complete.',
    ])
  assert.deepEqual(launch(clone('no-program', LOCK), 'nothing.ts'), [
    'counterpart: there is no program nothing.ts here: clone the repository again.',
  ])
})

test('a registry that is not reached is named, with why', () => {
  const [line = '', ...more] = launch(clone('no-registry', LOCK))
  assert.match(
    line,
    /^counterpart: packages cannot be installed: the npm registry is not reached \(ECONNREFUSED\)/,
  )
  assert.deepEqual(more, [])
})

test('a machine without npm is told what to install', () => {
  const [line = '', ...more] = launch(clone('no-npm', LOCK), 'program.ts', node)
  assert.match(line, /^counterpart: packages cannot be installed: npm is not found\. Install it/)
  assert.deepEqual(more, [])
})

/** Says that it runs, and when it is asked to end, that it does so in order. */
const PROGRAM = `
console.log('runs')
const stay = setInterval(() => undefined, 1000)
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    clearInterval(stay)
    console.log('ended in order')
    process.exit(0)
  })
`

/** Ctrl-C reaches everybody of a terminal; whoever ends npm by its number ends npm. */
for (const [signal, whom] of [
  ['SIGTERM', 'npm alone'],
  ['SIGINT', 'all of them'],
] as const)
  test(`what npm started ends in order when ${signal} reaches ${whom}`, async () => {
    const at = clone(`ended-${signal}`, { packages: { '': {} } })
    writeFileSync(join(at, 'program.ts'), PROGRAM)
    const scripts = { start: 'node tools/launch.mjs program.ts' }
    writeFileSync(join(at, 'package.json'), JSON.stringify({ name: 'clone', version: '1.0.0', scripts }))
    mkdirSync(join(at, 'node_modules', 'node', 'bin'), { recursive: true })
    symlinkSync(process.execPath, join(at, 'node_modules', 'node', 'bin', 'node'))
    writeFileSync(join(at, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: {} }))
    const { NODE_TEST_CONTEXT: _, ...env } = process.env
    const npm = spawn('npm', ['start'], {
      cwd: at,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    })
    let said = ''
    for await (const chunk of npm.stdout.setEncoding('utf8')) {
      said += chunk
      // The output ends only when everybody who has it has ended.
      if (said.endsWith('runs\n')) process.kill((npm.pid ?? 0) * (whom === 'npm alone' ? 1 : -1), signal)
    }
    assert.match(said, /runs\nended in order\n$/)
    if (npm.exitCode === null && npm.signalCode === null) await once(npm, 'exit')
  })
