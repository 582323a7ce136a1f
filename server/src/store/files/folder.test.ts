/** The folder for files on a real disk. */
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openFolder } from './folder.ts'

let above: string
before(() => {
  above = mkdtempSync(join(tmpdir(), 'counterpart-folder-'))
})
after(() => rmSync(above, { recursive: true, force: true }))

test('what is written is there, under one name after the other, for its owner alone', async () => {
  const path = join(above, 'one')
  const folder = await openFolder(path, 0)
  await folder.write('a.part', 0, Buffer.from('abcdef'))
  // What stood behind the place that is written to is not built on.
  await folder.write('a.part', 3, Buffer.from('X'))
  assert.equal(Buffer.from(await folder.read('a.part', 1, 100)).toString(), 'bcX')
  assert.equal(statSync(path).mode & 0o777, 0o700)
  assert.equal(statSync(join(path, 'a.part')).mode & 0o777, 0o600)
  await folder.rename('a.part', 'a')
  assert.equal(await folder.size('a.part'), null)
  assert.equal(await folder.size('a'), 4)
  await folder.remove('a')
  await folder.remove('a')
  await assert.rejects(folder.read('a', 0, 1), { code: 'file-damaged' })
})

test('a file that its disk cannot give back is damaged, and the folder is not', async () => {
  const path = join(above, 'lost-sector')
  const folder = await openFolder(path, 0)
  // What the kernel answers where a process has no memory is what it answers where a disk has no sector.
  symlinkSync('/proc/self/mem', join(path, 'lost'))
  await assert.rejects(folder.read('lost', 0, 1), { code: 'file-damaged' })
  await folder.check()
})

test('no name leads out of the folder', async () => {
  const folder = await openFolder(join(above, 'two'), 0)
  for (const name of ['../a', '/a', '.', '..', 'a/b', 'A', '', 'a\0b', `a${'b'.repeat(200)}`])
    await assert.rejects(async () => folder.write(name, 0, Buffer.from('a')), { code: 'internal' }, name)
})

test('a folder that cannot be used is named, with the reason', async () => {
  const path = join(above, 'a-file')
  writeFileSync(path, '')
  const message = `the folder for files cannot be used: ${path} (EEXIST)`
  await assert.rejects(openFolder(path, 0), { code: 'files-unavailable', message })
})

test('without its folder nothing is damaged, nothing missing and nothing taken, until it is there again', async () => {
  const path = join(above, 'taken-away')
  const folder = await openFolder(path, 0)
  await folder.write('a', 0, Buffer.from('abc'))
  await folder.check()
  renameSync(path, `${path}-elsewhere`)
  // First it is gone, then what lies under a disk that was taken away is in its place.
  for (const isThere of [false, true]) {
    if (isThere) mkdirSync(path)
    const unavailable = { code: 'files-unavailable', message: /taken-away \((ENOENT|another folder)\)$/ }
    await assert.rejects(folder.check(), unavailable)
    await assert.rejects(folder.write('b', 0, Buffer.from('d')), unavailable)
    await assert.rejects(folder.read('a', 0, 1), unavailable)
    await assert.rejects(folder.size('a'), unavailable)
    await assert.rejects(folder.cut('a', 1), unavailable)
    await assert.rejects(folder.rename('a', 'c'), unavailable)
    await assert.rejects(folder.remove('a'), unavailable)
    if (!isThere) await assert.rejects(folder.names(), unavailable)
  }
  rmSync(path, { recursive: true })
  renameSync(`${path}-elsewhere`, path)
  await folder.check()
  assert.equal(await folder.size('a'), 3)
})

test('files stop before the disk is full, and what is there can still be read, moved and removed', async () => {
  const path = join(above, 'three')
  await (await openFolder(path, 0)).write('a', 0, Buffer.from('abc'))
  const full = await openFolder(path, Number.MAX_SAFE_INTEGER)
  const message = `the disk for files is full (${path})`
  await assert.rejects(full.write('a', 3, Buffer.from('d')), { code: 'disk-full', message })
  await assert.rejects(full.write('b', 0, Buffer.from('d')), { code: 'disk-full' })
  assert.equal(await full.size('b'), null)
  assert.equal(Buffer.from(await full.read('a', 0, 100)).toString(), 'abc')
  await full.rename('a', 'c')
  await full.remove('c')
})
