import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PATTERNS } from '@counterpart/casework'
import { nameOf } from './uploads.ts'

test("whatever a file is called on somebody's machine, its name is one that an act takes", () => {
  const names: [string, string][] = [
    ['Kế hoạch 计划.pdf', 'Kế hoạch 计划.pdf'],
    ['\u202aPhoto 1.pdf\u202c\ufeff', 'Photo 1.pdf'],
    ['a\r\nb\u0000', 'ab'],
    ['\u202e', 'file'],
    ['', 'file'],
    [`${'Báo cáo '.repeat(40)}.docx`, `${'Báo cáo '.repeat(40).slice(0, 195)}.docx`],
    [`${'x'.repeat(250)}.${'y'.repeat(30)}`, 'x'.repeat(200)],
    [`${'x'.repeat(199)}\u{1f4c4}\u{1f4c4}`, `${'x'.repeat(199)}\u{1f4c4}`],
  ]
  for (const [given, name] of names) {
    assert.equal(nameOf(given), name)
    assert.match(name, new RegExp(PATTERNS.line, 'u'))
  }
})
