import assert from 'node:assert/strict'
import { test } from 'node:test'
import { grouped } from '@counterpart/protocol'
import fc from 'fast-check'
import words from './ceremony-words.json' with { type: 'json' }
import { heard, misheard, pictured, placesApart, spoken, worded } from './fingerprint.ts'
import { LANGUAGES } from './words.ts'

const digest = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('hex'))

test('every byte has a word of its own in every language', () => {
  assert.equal(words.length, 256)
  for (const [column, language] of LANGUAGES.entries()) {
    const said = words.map((word) => word[column] ?? '')
    assert.equal(new Set(said).size, 256, language)
    const joint = language === 'zh-Hans' ? '' : ' '
    for (const word of said)
      assert.deepEqual(
        said.filter((other) => `${other}${joint}`.startsWith(`${word}${joint}`)),
        [word],
      )
    for (const word of said) {
      assert.equal(word, word.normalize('NFC').toLowerCase().trim())
      assert.doesNotMatch(word, /[·,;，、；\n\d]/)
      assert.notEqual(word, '')
    }
  }
})

test('a digest that was read aloud in any form and any language is the same digest', () => {
  fc.assert(
    fc.property(digest, (hex) => {
      assert.equal(heard(hex), hex)
      assert.equal(heard(grouped(hex).toUpperCase()), hex)
      assert.equal(heard(spoken(hex)), hex)
      for (const language of LANGUAGES) {
        const lines = worded(hex, language)
        assert.equal(heard(lines.join('\n')), hex)
        assert.equal(heard(` ${lines.join(' · ').normalize('NFD')} `), hex)
        assert.equal(heard(lines.join(',').replaceAll(' · ', ', ')), hex)
        assert.equal(heard(lines.join(' - ').replaceAll(' · ', ' - ')), hex)
        assert.equal(heard(lines.join(' ').replaceAll(' · ', ' ')), hex)
      }
    }),
  )
})

test('one digit, number or word else is another digest or none', () => {
  fc.assert(
    fc.property(digest, fc.nat(31), fc.integer({ min: 1, max: 255 }), (hex, at, by) => {
      const bytes = Buffer.from(hex, 'hex')
      bytes[at] = ((bytes[at] ?? 0) + by) % 256
      const other = bytes.toString('hex')
      for (const language of LANGUAGES) assert.notDeepEqual(worded(other, language), worded(hex, language))
      assert.notEqual(heard(spoken(other)), hex)
      assert.notDeepEqual(pictured(other), pictured(hex))
    }),
  )
  const hex = '00'.repeat(32)
  const all = worded(hex, 'en').join(' · ')
  for (const text of ['', hex.slice(1), `${hex}0`, spoken(hex).slice(6), '65536 '.repeat(16), `${all} · sun`])
    assert.equal(heard(text), null, text)
  assert.equal(heard(all.replace('sun', 'mặt trời')), null)
})

test('of what is no digest the wrong words and numbers are named', () => {
  const hex = Buffer.from(Array.from({ length: 32 }, (_, at) => at * 3)).toString('hex')
  for (const language of LANGUAGES) {
    const said = worded(hex, language).join(' · ').split(' · ')
    const wrong = [...said.slice(0, 6), 'sunn', ...said.slice(7)]
    assert.deepEqual(misheard(wrong.join(', ')), {
      kind: 'words',
      count: 32,
      wrong: [{ place: 7, said: 'sunn' }],
    })
    assert.deepEqual(misheard(wrong.join(' ')), {
      kind: 'words',
      count: 32,
      wrong: [{ place: 7, said: 'sunn' }],
    })
    assert.deepEqual(misheard(said.slice(1).join('\n')), { kind: 'words', count: 31, wrong: [] })
  }
  const numbers = spoken(hex).split(' ')
  assert.deepEqual(misheard([...numbers.slice(0, 15), '70000'].join(' ')), {
    kind: 'numbers',
    count: 16,
    wrong: [{ place: 16, said: '70000' }],
  })
  for (const text of ['', hex.slice(2), grouped(hex).slice(2), 'sun'])
    assert.equal(misheard(text), null, text)
  assert.deepEqual(placesApart(hex, hex), [])
  assert.deepEqual(placesApart(hex, `${hex.slice(0, 62)}ff`), [32])
})
