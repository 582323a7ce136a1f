import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { confirmLost } from './lost-keys.ts'
import { LANGUAGES } from './words.ts'

const RELATION = 'chn~vnm/border'

test('a log key is replaced only where the relation is typed, after what that destroys was told in every language', async () => {
  for (const language of LANGUAGES) {
    let printed = ''
    const asked = (answers: string[]) => {
      const print = (text: string) => {
        printed += text
      }
      return confirmLost(RELATION, { language, input: Readable.from(answers), print })
    }
    for (const answers of [[], ['\n'], ['yes\n'], ['chn~vnm\n']])
      await assert.rejects(asked(answers), /^Error: not-confirmed: /)
    printed = ''
    await asked([`${RELATION}\n`])
    assert.equal(printed.split(RELATION).length, 3)
  }
})
