import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { type NodeCode, NodeError } from '../errors.ts'
import { atRest, readAtRestKey } from './at-rest.ts'

const folder = mkdtempSync(join(tmpdir(), 'at-rest-'))
after(() => rmSync(folder, { recursive: true, force: true }))

function refused(code: NodeCode): (error: unknown) => boolean {
  return (error) => error instanceof NodeError && error.code === code
}

describe('bodies at rest', () => {
  const keys = atRest(randomBytes(32))
  const context = ['aaa~bbb/border', 'ab12', 'kept']

  it('opens what was sealed, whatever its size', () => {
    for (const size of [0, 1, 15, 16, 17, 100_000]) {
      const body = new Uint8Array(randomBytes(size))
      assert.deepEqual(keys.open(context, keys.seal(context, body)), body)
    }
  })

  it('encrypts every body under a key of its own', () => {
    const body = new Uint8Array(64)
    const [one, two] = [keys.seal(context, body), keys.seal(context, body)]
    assert.notDeepEqual(one.ciphertext, two.ciphertext)
    assert.notDeepEqual(one.wrapped, two.wrapped)
    assert.throws(
      () => keys.open(context, { wrapped: two.wrapped, ciphertext: one.ciphertext }),
      refused('entry-damaged'),
    )
  })

  it('finds every flipped bit and every cut', () => {
    const sealed = keys.seal(context, new Uint8Array([1, 2, 3]))
    for (const field of ['wrapped', 'ciphertext'] as const) {
      for (let bit = 0; bit < sealed[field].length * 8; bit++) {
        const flipped = Uint8Array.from(sealed[field])
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        assert.throws(() => keys.open(context, { ...sealed, [field]: flipped }), refused('entry-damaged'))
      }
      for (let size = 0; size < sealed[field].length; size++) {
        const cut = sealed[field].subarray(0, size)
        assert.throws(() => keys.open(context, { ...sealed, [field]: cut }), refused('entry-damaged'))
      }
    }
  })

  it('opens a body only as what it was sealed, under the key it was sealed with', () => {
    const sealed = keys.seal(context, new Uint8Array(3))
    for (const other of [
      ['aaa~bbb/trade', 'ab12', 'kept'],
      ['aaa~bbb/border', 'ab13', 'kept'],
      ['aaa~bbb/border', 'ab12', 'names'],
      ['aaa~bbb/border', 'ab1', '2kept'],
      ['aaa~bbb/border', 'ab12'],
      ['aaa~bbb/border', 'ab12', 'kept', ''],
      [],
    ]) {
      assert.throws(() => keys.open(other, sealed), refused('entry-damaged'))
    }
    assert.throws(() => atRest(randomBytes(32)).open(context, sealed), refused('entry-damaged'))
    assert.throws(() => atRest(randomBytes(16)), refused('key-wrong'))
  })
})

describe('the key file', () => {
  it('is made once, for its owner only, and read again', () => {
    const file = join(folder, 'made')
    const made = readAtRestKey(file, true)
    assert.match(made.id, /^[0-9a-f]{16}$/)
    assert.equal(statSync(file).mode & 0o777, 0o600)
    assert.equal(readAtRestKey(file, true).id, made.id)
    assert.equal(readAtRestKey(file, false).id, made.id)
    assert.deepEqual(readdirSync(folder), ['made'])
  })

  it('is not made where there should be one', () => {
    assert.throws(() => readAtRestKey(join(folder, 'none'), false), refused('key-missing'))
    assert.throws(() => readAtRestKey(join(folder, 'no', 'folder'), false), refused('key-missing'))
    assert.throws(() => readAtRestKey(join(folder, 'made', 'folder'), true), refused('key-missing'))
    // A register is made anew with nothing but keys: the folder beside them was lost as well.
    const lost = join(folder, 'lost', 'data')
    assert.equal(readAtRestKey(join(lost, 'key'), true).id.length, 16)
    if (process.platform !== 'win32') assert.equal(statSync(lost).mode & 0o777, 0o700)
    assert.equal(existsSync(join(folder, 'none')), false)
  })

  it('is refused when others may read it or it is no key', () => {
    const file = join(folder, 'open')
    readAtRestKey(file, true)
    chmodSync(file, 0o640)
    assert.throws(() => readAtRestKey(file, false), refused('key-wrong'))
    for (const text of [
      '',
      'x',
      `counterpart-at-rest-v1 ${'A'.repeat(64)}\n`,
      `counterpart-at-rest-v1 ${'a'.repeat(63)}\n`,
    ]) {
      const wrong = join(folder, 'wrong')
      rmSync(wrong, { force: true })
      writeFileSync(wrong, text, { mode: 0o600 })
      assert.throws(() => readAtRestKey(wrong, true), refused('key-wrong'))
    }
  })
})
