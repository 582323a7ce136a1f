import assert from 'node:assert/strict'
import { test } from 'node:test'
import { falseEnding } from './misnamed.ts'

test('what is called by an ending that its content does not keep is said to be', () => {
  assert.equal(falseEnding('Order.PDF', 'application/x-msdownload'), 'pdf')
  assert.equal(falseEnding('order.exe.pdf ', 'application/octet-stream'), 'pdf')
  assert.equal(falseEnding('photo.jpg', 'image/png'), 'jpg')
})

test('an ending that is kept, or promises nothing, is not remarked on', () => {
  assert.equal(falseEnding('order.pdf', 'application/pdf'), null)
  assert.equal(falseEnding('list.docx', 'application/zip'), null)
  assert.equal(falseEnding('tool.exe', 'application/x-msdownload'), null)
  assert.equal(falseEnding('constructor', 'text/plain'), null)
  assert.equal(falseEnding('a.constructor', 'text/plain'), null)
  assert.equal(falseEnding('order.pdf', null), null)
  assert.equal(falseEnding(null, 'application/pdf'), null)
})
