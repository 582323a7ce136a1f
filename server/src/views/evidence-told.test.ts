import assert from 'node:assert/strict'
import { test } from 'node:test'
import { directoryOf } from '../directory.ts'
import type { EntryRow } from '../store/store.ts'
import { entry as written } from '../uses/_hostile.ts'
import { newSide } from '../uses/_world.ts'
import { evidencePage } from './evidence-page.ts'
import { asItWent, type Told, toldLine, toldOf } from './evidence-told.ts'

const words = (done: string) => ({ procedure: 'Inquiry', done, office: 'Post <b>7</b> & 8' })
const told: Told = {
  side: 'aaa',
  leaf: 'ab'.repeat(32),
  time: 1_795_968_000,
  words: { vi: words('Đã hỏi'), 'zh-Hans': words('已询问'), en: words('Asked') },
}
const entry = { side: 'aaa', leaf: told.leaf, settledBy: null, parts: [], files: [] }
const page = evidencePage('aaa-bbb', { dossier: told.leaf, act: null }, [entry], [], 0, [told])

test('a page of evidence says first what was recorded, where and when, in each language, and hashes last', () => {
  for (const [done, day] of [
    ['Đã hỏi', '29 tháng 11, 2026'],
    ['已询问', '2026年11月29日'],
    ['Asked', '29 November 2026'],
  ] as const) {
    assert.ok(page.includes(done), done)
    assert.ok(page.includes(day), day)
    assert.ok(page.indexOf(done) < page.indexOf(told.leaf))
  }
  assert.ok(page.indexOf('<details>') < page.indexOf(told.leaf))
  assert.match(page, /UTC/)
})

test('what a name holds is no markup, and a time that no calendar has is said as it is', () => {
  assert.ok(!page.includes('<b>7'))
  assert.ok(page.includes('Post &#60;b&#62;7&#60;/b&#62; &#38; 8'))
  const far = Number.MAX_SAFE_INTEGER
  assert.ok(toldLine({ ...told, time: far }, 'en').includes(String(far)))
})

test('however many times a file tells, no more formats of them are made than it has languages', (t) => {
  const made = t.mock.method(Intl, 'DateTimeFormat')
  for (let time = 0; time < 100; time++)
    for (const language of ['vi', 'zh-Hans', 'en'] as const) toldLine({ ...told, time }, language)
  assert.ok(made.mock.callCount() <= 3, `${made.mock.callCount()}`)
})

test('what is told goes as it went: from what began the dossier on, the answer of one side behind the question of the other', () => {
  const one = (side: string, leaf: string, time: number): Told => ({ ...told, side, leaf, time })
  const [asked, later] = [one('bbb', 'b1', 30), one('bbb', 'b2', 60)]
  // Whose clock was put back wrote in that order all the same.
  const [hand, answer, back] = [one('aaa', 'a1', 20), one('aaa', 'a2', 50), one('aaa', 'a3', 10)]
  assert.deepEqual(
    asItWent([hand, answer, back, asked, later], 'b1').map(({ leaf }) => leaf),
    ['b1', 'a1', 'a2', 'a3', 'b2'],
  )
  assert.deepEqual(asItWent([], 'b1'), [])
})

test('PROCEDURE-25 evidence names an office as whoever did it only where the entry stands in the log of its side', async () => {
  const name = { en: 'Post seven', vi: 'Post seven', 'zh-Hans': 'Post seven' }
  const directory = directoryOf([{ code: 'aaa-office', side: 'aaa', level: 'gate', name, faces: [] }])
  const { node } = await newSide('aaa', [], 1, {}, { directory })
  const by = (side: string) => {
    const bytes = written({ office: 'aaa-office' }).header
    return toldLine(toldOf(node, { side, leaf: told.leaf, bytes } as EntryRow) ?? assert.fail(), 'en')
  }
  assert.ok(by('aaa').includes('AAA · Post seven ·'), by('aaa'))
  assert.ok(by('bbb').includes('BBB · aaa-office ·'), by('bbb'))
})
