import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compared } from './bundle.ts'
import { worded } from './fingerprint.ts'
import { LANGUAGES, say } from './words.ts'

const digest = Buffer.from(Array.from({ length: 32 }, (_, at) => 255 - at)).toString('hex')

test('whoever compares is told which word was wrong, and a bundle that is another one is never called misheard', () => {
  for (const language of LANGUAGES) {
    const said = worded(digest, language).join(' · ').split(' · ')
    const heard = (changed: string[]) => compared(digest, changed.join(' · '), language)
    assert.deepEqual(heard(said), { same: true, line: say(language, 'bundle-same') })
    const unknown = heard(said.with(4, 'sunn'))
    assert.equal(unknown.same, false)
    assert.ok(unknown.line.endsWith(say(language, 'bundle-no-word', { place: '5', said: 'sunn' })))
    const short = heard(said.slice(1))
    assert.ok(short.line.endsWith(say(language, 'bundle-count', { count: '31', needed: '32' })))
    const [first = '', second = '', third = ''] = said
    const near = heard([second, first, ...said.slice(2)])
    assert.equal(near.same, false)
    assert.ok(near.line.startsWith(say(language, 'bundle-differs')))
    assert.ok(near.line.endsWith(say(language, 'bundle-near', { count: '2', places: '1, 2' })))
    assert.equal(heard([second, third, first, ...said.slice(3)]).line, say(language, 'bundle-differs'))
  }
})
