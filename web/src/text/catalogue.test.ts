import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CATALOGUES, LANGUAGES, languageOf, textOf } from './catalogue.ts'

/** A key without its plural form. */
function bare(key: string): string {
  return key.replace(/_(one|other)$/, '')
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? '').sort()
}

test('every text is there in every language, with the same parameters', () => {
  const keys = new Set(Object.keys(CATALOGUES.en).map(bare))
  for (const language of LANGUAGES) {
    assert.deepEqual(new Set(Object.keys(CATALOGUES[language]).map(bare)), keys, language)
    for (const [key, text] of Object.entries(CATALOGUES[language])) {
      assert.notEqual(text.trim(), '', `${language} ${key}`)
      const en = CATALOGUES.en[key] ?? CATALOGUES.en[`${bare(key)}_other`] ?? ''
      assert.deepEqual(namesIn(text), namesIn(en), `${language} ${key}`)
    }
  }
})

test('no text is the same in two languages, but for names of languages and marks without words', () => {
  const same = Object.keys(CATALOGUES.en).filter((key) => {
    const texts = LANGUAGES.map((language) => CATALOGUES[language][key]).filter((text) => text !== undefined)
    return new Set(texts).size < texts.length
  })
  const allowed = /^(language|language-short)\.|^(proof\.of|value\.(labelled|bracketed|whose)|done\.word)$/
  assert.deepEqual(
    same.filter((key) => !allowed.test(key)),
    [],
  )
})

test('a count chooses the plural form of the language', () => {
  assert.equal(textOf('en', 'line.waits', { count: 1 }), '1 waiting')
  assert.equal(textOf('en', 'desk.on-way', { count: 2 }), '2 on their way')
  assert.equal(textOf('en', 'desk.on-way', { count: 1 }), '1 on its way')
  assert.equal(textOf('en', 'pouch.file-entries', { count: 1, mb: 20 }), '1 entry, at most 20 MB')
  assert.equal(textOf('zh-Hans', 'desk.on-way', { count: 1 }), '1 件在途')
})

test('numbers in a text are written as the language writes them', () => {
  assert.equal(textOf('en', 'done.recorded-as', { index: 2456 }), 'entry 2,456 of our log')
  assert.equal(textOf('vi', 'done.recorded-as', { index: 2456 }), 'mục 2.456 trong sổ của ta')
})

test('a parameter that is not given stays to be seen, and so does a key that is not there', () => {
  assert.equal(textOf('en', 'fault.code'), 'Code: {code}')
  assert.equal(textOf('en', 'no.such.key'), 'no.such.key')
})

test('the language of a browser is taken where the pages have it', () => {
  assert.equal(languageOf(['zh-CN', 'en']), 'zh-Hans')
  assert.equal(languageOf(['fr', 'vi-VN']), 'vi')
  assert.equal(languageOf(['fr']), 'en')
})
