import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isWeekday } from './civil.ts'
import { WorkingDays } from './working-days.ts'

/** One day after the other, as a calendar on the wall is read. */
function stepped(holidays: readonly number[]) {
  const isWorking = (day: number) => isWeekday(day) && !holidays.includes(day)
  return {
    between(after: number, last: number): number {
      let count = 0
      for (let day = after + 1; day <= last; day++) if (isWorking(day)) count++
      return count
    },
    after(from: number, amount: number): number {
      let day = from
      for (let left = amount; left > 0; ) if (isWorking(++day)) left--
      return day
    },
    orNext(from: number): number {
      let day = from
      while (!isWorking(day)) day++
      return day
    },
  }
}

test('working days counted at once are those counted one after the other', () => {
  const day = fc.integer({ min: -60, max: 60 })
  fc.assert(
    fc.property(fc.array(day), day, fc.nat({ max: 90 }), (holidays, from, amount) => {
      const [once, each] = [new WorkingDays([...holidays, ...holidays]), stepped(holidays)]
      assert.equal(once.between(from, from + amount - 9), each.between(from, from + amount - 9))
      assert.equal(once.after(from, amount), each.after(from, amount))
      assert.equal(once.orNext(from), each.orNext(from))
    }),
    { numRuns: 2000 },
  )
})

test('CLOCK-3 a span of 285 million years is counted as soon as one of a week', () => {
  const working = new WorkingDays([19_725])
  const last = 104_249_991_374
  const lastOf = working.after(19_723, working.between(19_723, last))
  assert.ok(working.has(lastOf))
  assert.equal(working.between(lastOf, last), 0)
})
