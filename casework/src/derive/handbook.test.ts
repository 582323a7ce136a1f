import assert from 'node:assert/strict'
import { test } from 'node:test'
import en from '../language/texts/en.json' with { type: 'json' }
import vi from '../language/texts/vi.json' with { type: 'json' }
import zhHans from '../language/texts/zh-Hans.json' with { type: 'json' }
import { outing } from '../run/_outing.ts'
import { lending } from './_invented.ts'
import { textsOf } from './_texts.ts'
import { handbookOf } from './handbook.ts'
import { mergeTexts, type TextTree } from './text-keys.ts'

const common: Record<string, TextTree> = { en, vi, 'zh-Hans': zhHans }

function chapter(language: string, change: TextTree = {}, procedure = lending): string {
  const texts = mergeTexts(mergeTexts(textsOf(procedure, language), common[language] ?? {}), change)
  return handbookOf(procedure, texts, language)
}

test('is written in each of the languages, with the same parts', () => {
  const chapters = ['en', 'vi', 'zh-Hans'].map((language) => chapter(language))
  const shapes = chapters.map((text) =>
    text.split('\n').map((line) => /^(#+ |\| |- |```|\s+s\d)/.exec(line)?.[1]?.replace(/\d/, '') ?? ''),
  )
  assert.deepEqual(shapes[1], shapes[0])
  assert.deepEqual(shapes[2], shapes[0])
  assert.match(chapters[1] ?? '', /## Ai thực hiện/)
  assert.match(chapters[2] ?? '', /## 由谁办理/)
})

test('draws the states, from the opening to the ends', () => {
  const diagram = /```mermaid\n([\s\S]*?)```/.exec(chapter('en'))?.[1] ?? ''
  assert.match(diagram, /^stateDiagram-v2\n/)
  assert.match(diagram, /\[\*\] --> s0: en \/acts\/wish\/title/)
  assert.match(diagram, /s0 --> s1: /)
  assert.match(diagram, /s3 --> \[\*\]/)
  assert.ok(!diagram.includes('note'))
})

test('says how long a clock runs and what that rests on', () => {
  const text = chapter('en')
  assert.match(text, /quick: 8 hours, counted by the hour/)
  assert.match(text, /slow: 10 days, working days of the side that owes/)
  assert.match(text, /1 month by the calendar \| Article 9 of an invented agreement/)
  assert.match(text, /a proposal; no source gives a time/)
  assert.match(chapter('zh-Hans'), /1 个月（按日历计算）/)
})

test('says what is kept and for how long, and which part is about persons', () => {
  assert.match(chapter('en'), /\| en \/parts\/people \| yes \| 1 year after the closing \|/)
  assert.match(chapter('en'), /\| What the procedure computes with \| no \| for good \|/)
})

test('says which date a clock lasts to, and that this is agreed in the dossier', () => {
  assert.match(
    chapter('en', {}, outing),
    /\| to the end of: en \/fields\/day\/label \| what both sides agree in the dossier \|/,
  )
  assert.match(chapter('vi', {}, outing), /\| đến hết: vi \/fields\/day\/label \|/)
  assert.match(chapter('zh-Hans', {}, outing), /\| 至以下日期终了：zh-Hans \/fields\/day\/label \|/)
})

test('says what has to hold, where anything has to', () => {
  const text = chapter('en', {}, outing)
  assert.match(text, /## What has to hold\n\n- en \/rules\/order\n- en \/rules\/one-of-both\n/)
  assert.match(chapter('vi', {}, outing), /## Điều phải đúng\n/)
  assert.match(chapter('zh-Hans', {}, outing), /## 须符合的规则\n/)
  assert.ok(!chapter('en').includes('What has to hold'))
})

test('says what an act replaces as a whole', () => {
  const text = chapter('en', {}, outing)
  assert.match(text, /- Replaces as a whole: en \/fields\/amount\/label, en \/fields\/word\/label\n/)
  assert.ok(!chapter('en').includes('Replaces'))
})

test('no text becomes markup', () => {
  const text = chapter('en', {
    states: { wished: 'A | B "C"; D --> E: F\n# G' },
    purpose: 'One\n# Two <script>',
  })
  assert.ok(!text.includes('<script>'))
  assert.ok(!/^# (Two|G)/m.test(text))
  assert.match(text, /state "A \| B #34;C#34;#59; D #45;#45;#62; E#58; F #35; G" as s0/)
  assert.match(text, /\| A \\\| B "C"; D --> E: F # G \|/)
})

test('misses no text silently, and speaks no language it was not taught', () => {
  assert.throws(() => handbookOf(lending, { name: 'x' }, 'en'), { code: 'unknown-text', message: '/purpose' })
  for (const language of ['fr', 'constructor'])
    assert.throws(() => handbookOf(lending, {}, language), {
      name: 'CaseworkError',
      code: 'unknown-language',
    })
})

test('leaves out what a procedure does not have', () => {
  const bare = { ...lending, indicators: {} }
  const texts = mergeTexts(textsOf(lending, 'en'), common.en ?? {})
  assert.ok(!handbookOf(bare, texts, 'en').includes('What is counted'))
})
