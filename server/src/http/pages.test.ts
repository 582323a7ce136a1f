import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { testApp } from './_app.ts'
import { withNonce } from './pages.ts'

const web = mkdtempSync(join(tmpdir(), 'counterpart-web-'))
writeFileSync(
  join(web, 'index.html'),
  '<html><head><meta name="csp-nonce" content="__CSP_NONCE__"></head></html>',
)
writeFileSync(join(web, '.secret.txt'), 'SECRET')
writeFileSync(join(web, '..', 'counterpart-outside.txt'), 'SECRET')
mkdirSync(join(web, 'assets'))
writeFileSync(join(web, 'assets', 'app-abc123.js'), 'run()')
writeFileSync(join(web, 'icon.svg'), '<svg/>')
const world = await testApp({ web })
after(async () => {
  await world.app.close()
  rmSync(web, { recursive: true })
  rmSync(join(web, '..', 'counterpart-outside.txt'), { force: true })
})

test('every page has a policy of its own, with a nonce that is in the page and in no other', async () => {
  const nonces = new Set<string>()
  for (const url of ['/', '/desk', '/dossiers/abc', '/index', '/desk?x=1', '/enrol']) {
    const { statusCode, headers, body } = await world.call({ url })
    assert.equal(statusCode, 200, url)
    assert.match(String(headers['content-type']), /^text\/html/)
    const policy = String(headers['content-security-policy'])
    const nonce = /'nonce-([\w-]{22})'/.exec(policy)?.[1] ?? ''
    assert.ok(body.includes(nonce), url)
    assert.ok(!body.includes('__CSP_NONCE__'))
    nonces.add(nonce)
    for (const part of [
      "default-src 'none'",
      "script-src 'self';",
      "worker-src 'self'",
      "connect-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ])
      assert.ok(policy.includes(part), part)
    assert.ok(!policy.includes('unsafe'))
    assert.equal(headers['cache-control'], 'no-store')
  }
  assert.equal(nonces.size, 6)
})

test('a document without a place for the nonce gets one in its head', () => {
  assert.equal(
    withNonce('<html><HEAD lang="x"><title>a</title></head></html>', 'n'),
    '<html><HEAD lang="x"><meta property="csp-nonce" nonce="n"><title>a</title></head></html>',
  )
})

test('built files are kept by browsers, others are not', async () => {
  const script = await world.call({ url: '/assets/app-abc123.js' })
  assert.equal(script.body, 'run()')
  assert.match(String(script.headers['content-type']), /javascript/)
  assert.equal(script.headers['cache-control'], 'public, max-age=31536000, immutable')
  const icon = await world.call({ url: '/icon.svg' })
  assert.equal(icon.headers['cache-control'], 'no-store')
  assert.equal((await world.call({ url: '/enrol.js' })).statusCode, 200)
})

test('nothing outside the folder and nothing hidden is given', async () => {
  for (const url of [
    '/.secret.txt',
    '/../counterpart-outside.txt',
    '/..%2fcounterpart-outside.txt',
    '/%2e%2e/counterpart-outside.txt',
    '/assets/../../counterpart-outside.txt',
    '/assets%2f..%2f..%2fcounterpart-outside.txt',
    '/..\\counterpart-outside.txt',
    '//counterpart-outside.txt',
    '/assets/nothing.js',
    '/index.html%00.js',
    '/assets/.hidden.js',
    '/\u0441.js',
  ]) {
    const answer = await world.call({ url })
    assert.ok(!answer.body.includes('SECRET'), url)
    assert.equal(answer.statusCode, 404, url)
    assert.equal(answer.json().error.code, 'not-found', url)
  }
  assert.deepEqual(world.logged, [])
})

test('what is under /api is never a page', async () => {
  for (const url of ['/api', '/api/', '/api/desk/more', '/api/x.js', `/api/dossiers/${'a'.repeat(300)}`]) {
    const answer = await world.call({ url })
    assert.equal(answer.statusCode, 404)
    assert.equal(answer.json().error.code, 'not-found')
  }
})

test('a page is only read', async () => {
  for (const method of ['POST', 'PUT', 'DELETE'] as const)
    assert.equal((await world.call({ method, url: '/desk' })).statusCode, 404)
  assert.equal((await world.call({ method: 'HEAD', url: '/' })).statusCode, 200)
})

test('the page that enrols runs under its policy: no script and no style in the document itself', async () => {
  const { body } = await world.call({ url: '/enrol' })
  assert.ok(!/<script(?![^>]*src="\/)/.test(body))
  assert.ok(!/\son\w+=|\sstyle=/.test(body))
})

test('the page that enrols knows whether the node goes on after it', async () => {
  assert.match(
    (await world.call({ url: '/enrol' })).body,
    /^<!doctype html>\n<html lang="en" data-then="sign-in">/,
  )
  const alone = await testApp({ enrolment: true })
  assert.match((await alone.call({ url: '/enrol' })).body, /data-then="node-ends"/)
})
