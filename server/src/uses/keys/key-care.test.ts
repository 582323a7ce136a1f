import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agree, ask, RELATION, talk } from '../_talk.ts'
import { newSide, pass } from '../_world.ts'
import { confirmClock } from '../clock/clock-word.ts'
import { careForKeys } from './key-care.ts'
import { rotateKey } from './rotate.ts'

const DAY = 86_400

for (const ahead of [0, 365 * DAY])
  test(`KEYS-6 a key for sealing is another one each month, with a log that was dated ${ahead / DAY} days ahead`, async () => {
    const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
    await agree(a, b)
    const relation = a.relation(RELATION)
    // Of the first nobody says here when it was made.
    await rotateKey(a.node, relation, { use: 'seal' })
    await talk(a, b)
    if (ahead > 0) {
      Object.assign(relation.line, { clockDifference: null, compared: null })
      a.time.now += ahead
      await ask(a)
      a.time.now -= ahead
      await confirmClock(a.node, relation, ['one', 'two'], 'the radio (invented)')
      await talk(a, b)
    }
    const changes = async () => {
      const rows = await a.store.read(RELATION, (reader) => reader.keyChanges(0, 0, 99))
      return rows.filter(({ side }) => side === 'aaa').length
    }
    for (let month = 0; month < 4; month++) {
      for (let day = 0; day < 31; day += 10) {
        await careForKeys(a.node, relation)
        await talk(a, b)
        pass(10 * DAY, a, b)
        await talk(a, b)
      }
    }
    const made = await changes()
    assert.ok(made >= 4 && made <= 6, `${made} in 160 days`)
  })
