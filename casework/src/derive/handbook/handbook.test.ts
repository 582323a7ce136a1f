import assert from 'node:assert/strict'
import { test } from 'node:test'
import en from '../../language/texts/en.json' with { type: 'json' }
import vi from '../../language/texts/vi.json' with { type: 'json' }
import zhHans from '../../language/texts/zh-Hans.json' with { type: 'json' }
import { outing } from '../../run/_outing.ts'
import { safeguard } from '../../run/_safeguard.ts'
import { lending } from '../_invented.ts'
import { textsOf } from '../_texts.ts'
import { conditionText } from '../condition-text.ts'
import { mergeTexts, type TextTree, textAt } from '../text-keys.ts'
import { handbookIndex, handbookOf } from './handbook.ts'

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

test('says below the diagram what would hide it under arrows', () => {
  const from = ['a', 'b', 'c', 'd', 'e']
  const states = Object.fromEntries(
    from.map((name) => [name, { deadline: null, waits: 'other', because: 'x' } as const]),
  )
  const act = { by: 'either', roles: ['secretary'], needs: [] } as const
  const many = {
    ...outing,
    states: { ...states, over: { final: true } as const, gone: { final: true } as const },
    acts: {
      begin: { ...act, opens: true as const, from: [], to: 'a' },
      end: { ...act, from: from.slice(1), to: 'over' },
      leave: { ...act, from, to: 'gone' },
    },
    rules: {},
    deadlines: {},
  }
  const text = chapter('en', {}, many)
  const diagram = /```mermaid[\s\S]*?```/.exec(text)?.[0] ?? ''
  assert.match(diagram, /s4 --> s5: en \/acts\/end\/title/)
  assert.ok(!diagram.includes('leave') && !diagram.includes('gone'))
  assert.match(
    text,
    /Not drawn[^\n]*:\n\n- en \/acts\/leave\/title: every state before the end → en \/states\/gone\n/,
  )
})

test('says how long a clock runs and what that rests on', () => {
  const text = chapter('en')
  assert.match(text, /quick: 8 hours, counted by the hour/)
  assert.match(text, /slow: 10 days, working days of the side that owes/)
  assert.match(text, /1 month by the calendar \| en \/states\/lent \| Article 9 of an invented agreement/)
  assert.match(text, /a proposal; no source gives a time/)
  assert.match(chapter('zh-Hans'), /1 个月（按日历计算）/)
})

test('says what is kept and for how long, and which part is about persons', () => {
  const text = chapter('en')
  assert.match(text, /### What the procedure computes with\n\nKept for good\.\n/)
  assert.match(text, /### en \/parts\/content\n\nKept for 10 years after the end of the dossier\.\n/)
  assert.match(text, /### en \/parts\/people \(personal\)\n\nKept for 1 year [^\n]*\n\nIdentifies persons/)
})

test('says which date a clock lasts to, and that this is agreed in the dossier', () => {
  assert.match(
    chapter('en', {}, outing),
    /\| to the end of: en \/fields\/day\/label \| en \/states\/planned \| what both sides agree in the dossier \|/,
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
  assert.match(text, /- Replaces as a whole: en \/fields\/amount\/label; en \/fields\/word\/label\n/)
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

test('says what is asked in which form, and marks what is personal wherever it is named', () => {
  const texts = mergeTexts(textsOf(lending, 'en'), common.en ?? {})
  const text = chapter('en')
  assert.match(
    text,
    /\| en \/fields\/pace\/label \| one of: en \S+slow; en \S+quick \| en \/fields\/pace\/help \|/,
  )
  assert.match(text, /\| a number from 1 to 12 \|/)
  assert.match(text, /a list of at most 3: en \/rows\/items\/item\/label \(one line; needed; en \S+help\); /)
  assert.match(text, /\| en \/fields\/bearer\/label \(personal\) \|/)
  assert.match(text, /- Needed: en \/fields\/bearer\/label \(personal\); en \/fields\/where\/label\n/)
  for (const [name, { part }] of Object.entries(lending.fields)) {
    const label = textAt(texts, `/fields/${name}/label`)
    assert.ok(text.includes(`| ${label}${part === 'people' ? ' (personal)' : ''} |`), name)
  }
})

test('says a condition in words, and denies each thing by itself', () => {
  const said = 'en \\/fields\\/pace\\/label'
  assert.match(
    chapter('en'),
    new RegExp(`- Only where: “${said}” is filled in and “Add a note” has not been done\\n`),
  )
  const { lend, ...acts } = lending.acts
  assert.ok(lend)
  const when = {
    not: {
      all: [
        { any: [{ equals: ['pace', 'slow'] as const }, { paused: true }] },
        { not: { hasPart: 'people' } },
        { before: ['made', 'made'] as const },
      ],
    },
  }
  const text = chapter('en', {}, { ...lending, acts: { ...acts, lend: { ...lend, when } } })
  assert.match(
    text,
    /Only where: \(“[^”]+” is not “en \S+slow” and the clock does not stand still\) or “en \S+people \(personal\)” is given or “[^”]+” is not before “[^”]+”\n/,
  )
})

test('says of a list how many rows it has at most, in every language', () => {
  const said = { en: 'has no more rows than', vi: 'không vượt quá', 'zh-Hans': '不多于' }
  for (const [language, words] of Object.entries(said)) {
    const text = conditionText(lending, { within: ['items', 'pieces'] }, language, (key) => key)
    assert.ok(text.includes(words) && text.includes('/fields/items/label'), text)
  }
})

test('says of each safeguard who answers, what it stands before and who may pass over it', () => {
  const text = chapter('en', {}, safeguard)
  const section = /### Proportionality\n\n([\s\S]*?)\n\n/.exec(text)?.[1] ?? ''
  assert.match(section, /- Answered by: the guest in the dossier: Legal reviewer\n/)
  assert.match(section, /- Stands before: en \/acts\/grant\/title\n/)
  assert.match(section, /- Asked again when this changes: en \/fields\/means\/label\n/)
  assert.match(section, /drafted by Approver, approved by Overseer, at a level above/)
  assert.match(text, /- Asked only where: “en \/fields\/young\/label” is “yes”\n/)
  assert.match(
    text,
    /### en \/acts\/grant\/title[\s\S]*?- Behind the safeguards: Proportionality; Protection of a child\n/,
  )
  assert.ok(!text.includes('check-proportionality'), 'the acts of a gate stand in no other section')
  const { proportionality, ...gates } = safeguard.gates ?? {}
  assert.ok(proportionality)
  const { override, ...last } = proportionality
  assert.ok(override)
  const strict = { ...safeguard, gates: { ...gates, proportionality: { ...last, basis: 'Article 3' } } }
  assert.match(chapter('en', {}, strict), /- May be passed over: by nobody\n- Rests on: Article 3\n/)
})

test('says of a condition which safeguard was answered with no', () => {
  const { end, ...acts } = safeguard.acts
  assert.ok(end)
  const when = { any: [{ saidNo: 'minor' }, { not: { saidNo: 'proportionality' } }] } as const
  const over = { ...safeguard, acts: { ...acts, end: { ...end, when } } }
  assert.match(
    chapter('en', {}, over),
    /“Protection of a child” was answered with “no”, [^\n]* or no “no” to “Proportionality” stands any more\n/,
  )
})

test('says how a dossier is raised, by whom and by itself, and how responsibility moves', () => {
  const text = chapter('en', {}, safeguard)
  const raising = /## Levels, and how[\s\S]*?\n## /.exec(text)?.[0] ?? ''
  assert.match(raising, /- Levels: Border gate → Province → Ministry\n/)
  assert.match(raising, /once the running time has ended and nobody has acted; not again within 24 hours/)
  assert.match(raising, /once no office of the other side has opened it within 2 hours after the opening;/)
  assert.match(text, /## Responsibility\n\n[^\n]*the side whose code comes first\. Responsibility passes/)
  assert.match(chapter('en', {}, outing), /It runs at one level alone/)
  assert.match(chapter('en'), /A dossier stays at the level at which it was opened\./)
  assert.match(
    chapter('en'),
    /the office of the keeper sees the dossier through: the side that did not open it\./,
  )
})

test('says who may learn of it and what can be opened from it', () => {
  const closed = {
    ...lending,
    readers: ['approver' as const],
    links: {
      more: { opens: 'outing', from: ['lent'] },
      back: { opens: 'outing', from: ['lent'], by: 'other' as const },
    },
  }
  const texts = mergeTexts(textsOf(closed, 'en'), common.en ?? {})
  const text = handbookOf(closed, texts, 'en', { outing: 'An [outing]' })
  assert.match(text, /- Who may learn of it: only Approver; nobody else/)
  const row = (...cells: string[]) =>
    text.includes(`| [An \\[outing\\]](outing.md) | ${cells.join(' | ')} | en /states/lent |`)
  assert.ok(row('en /links/more', 'either side'))
  assert.ok(row('en /links/back', 'the other side'))
  assert.throws(() => handbookOf(closed, texts, 'en'), { code: 'unknown-text', message: 'outing' })
  assert.match(chapter('en'), /- Who may learn of it: every role\n/)
})

test('names states by those left out where it is nearly all of them', () => {
  const states = Object.fromEntries(
    ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [
      name,
      { deadline: null, waits: 'other', because: 'x' } as const,
    ]),
  )
  const of = (from: string[]) => {
    const acts = { go: { by: 'either', roles: ['secretary'], from, needs: [] } as const }
    const bare = {
      ...outing,
      states: { ...states, z: { final: true } as const },
      acts,
      rules: {},
      deadlines: {},
    }
    return /- In state: (.*)\n/.exec(chapter('en', {}, bare))?.[1]?.replaceAll('en /states/', '')
  }
  assert.equal(of(['a', 'b']), 'a; b')
  assert.equal(of(['a', 'b', 'c', 'd', 'e']), 'every state before the end but: f')
  assert.equal(of(['a', 'b', 'c', 'd', 'e', 'f']), 'every state before the end')
  assert.equal(of(['a', 'b', 'c', 'd', 'e', 'z']), 'z; every state before the end but: f')
  assert.equal(of(['a', 'b', 'c', 'd', 'e', 'f', 'z']), 'every state')
})

test('lists the chapters, each with its file', () => {
  const texts = mergeTexts(textsOf(lending, 'vi'), common.vi ?? {})
  const index = handbookIndex('vi', [{ name: 'lending', texts }])
  assert.match(index, /^# Sổ tay quy trình\n/)
  assert.match(index, /\| \[vi \/name\]\(lending\.md\) \| vi \/purpose \|\n$/)
})
