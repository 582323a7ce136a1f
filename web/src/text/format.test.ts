import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  dateOrderOf,
  daySpanOf,
  durationOf,
  farOf,
  fullMomentOf,
  fullUntilOf,
  listOf,
  momentOf,
  partialDateOf,
  spanOf,
  untilOf,
} from './format.ts'

test('a date is shown as exactly as it was written', () => {
  assert.equal(partialDateOf('en', '2023'), '2023')
  assert.equal(partialDateOf('en', '2023-06'), 'June 2023')
  assert.equal(partialDateOf('en', '2023-06-25'), '25 June 2023')
  assert.equal(partialDateOf('zh-Hans', '2023-06-25'), '2023年6月25日')
  assert.equal(partialDateOf('vi', '2023-06'), 'tháng 6 năm 2023')
  assert.equal(partialDateOf('vi', '2023-06-25'), 'ngày 25 tháng 6 năm 2023')
  assert.equal(partialDateOf('en', 'soon'), 'soon')
  assert.equal(partialDateOf('zh-Hans', '0026-06-25'), '26年6月25日')
})

test('two days are written as one span, and what is no day as none', () => {
  assert.match(daySpanOf('en', '2019-11-11', '2019-11-15') ?? '', /^11\s?–\s?15 November 2019$/)
  assert.equal(daySpanOf('zh-Hans', '2019-11-11', '2019-11-15'), '2019年11月11日至15日')
  assert.equal(daySpanOf('zh-Hans', '2022-10-30', '2022-11-01'), '2022年10月30日至11月1日')
  assert.equal(daySpanOf('zh-Hans', '2019-12-30', '2020-01-02'), '2019年12月30日至2020年1月2日')
  assert.equal(daySpanOf('vi', '2019-11-11', '2019-11-15'), 'từ ngày 11 đến ngày 15 tháng 11 năm 2019')
  assert.equal(
    daySpanOf('vi', '2022-10-30', '2022-11-01'),
    'từ ngày 30 tháng 10 đến ngày 1 tháng 11 năm 2022',
  )
  assert.equal(
    daySpanOf('vi', '2019-12-30', '2020-01-02'),
    'từ ngày 30 tháng 12 năm 2019 đến ngày 2 tháng 1 năm 2020',
  )
  assert.equal(daySpanOf('en', '2019-11', '2019-11-15'), null)
  assert.equal(daySpanOf('en', '2019-11-15', '2019-11-11'), null)
  assert.equal(daySpanOf('en', '2019-99-99', '2019-99-99'), null)
})

test('several words are joined as the language joins them', () => {
  assert.equal(listOf('en', ['a', 'b', 'c'], 'any'), 'a, b or c')
  assert.equal(listOf('vi', ['a', 'b'], 'all'), 'a và b')
  assert.equal(listOf('zh-Hans', ['甲', '乙', '丙'], 'any'), '甲、乙或丙')
})

test('a span is written as the language writes it', () => {
  assert.equal(spanOf('en', 187_200), '2d 4h')
  assert.equal(spanOf('vi', 187_200), '2\u00a0ngày 4\u00a0giờ')
  assert.equal(spanOf('zh-Hans', 187_200), '2天4小时')
})

test('a duration is put into words', () => {
  assert.equal(durationOf('en', 'P3D'), '3 days')
  assert.equal(durationOf('vi', 'PT8H'), '8 giờ')
  assert.equal(durationOf('en', 'later'), 'later')
})

test('the boxes of a date stand in the order of the language', () => {
  assert.deepEqual(dateOrderOf('vi'), ['day', 'month', 'year'])
  assert.deepEqual(dateOrderOf('zh-Hans'), ['year', 'month', 'day'])
})

test('a moment breaks between its day and its time and nowhere else', () => {
  const at = new Date(2026, 10, 27, 9, 5).getTime() / 1000
  assert.equal(momentOf('vi', at, at), '09:05 27\u00a0thg\u00a011')
  assert.equal(momentOf('en', at, at), '27\u00a0Nov, 09:05')
  assert.equal(momentOf('zh-Hans', at, at), '11月27日 09:05')
})

test('CLOCK-3 a time that no calendar has is shown all the same', () => {
  for (const language of ['en', 'vi', 'zh-Hans'] as const)
    for (const time of [Number.MAX_SAFE_INTEGER, 8_640_000_000_001]) {
      assert.match(momentOf(language, time, 1_700_000_000), /275760/)
      assert.match(fullMomentOf(language, time), /275760/)
    }
})

test('what may be done until the end of a day may be done until 24:00 of it, not until the next day begins', () => {
  const end = new Date(2026, 10, 30).getTime() / 1000
  const present = end - 86_400 * 3
  assert.match(untilOf('en', end, present), /^29\s?Nov.*24:00$/)
  assert.match(untilOf('vi', end, present), /24:00.*29\s?thg/)
  assert.match(untilOf('zh-Hans', end, present), /11月29日.*24:00/)
  assert.match(fullUntilOf('en', end), /29 November 2026.*24:00:00/)
  assert.match(fullUntilOf('vi', end), /24:00:00.*29 tháng 11, 2026/)
  const newYear = new Date(2027, 0, 1).getTime() / 1000
  assert.match(untilOf('en', newYear, present), /^31\s?Dec.*24:00$/)
  for (const seconds of [end - 1, end + 60, end + 1]) {
    assert.equal(untilOf('en', seconds, present), momentOf('en', seconds, present))
    assert.equal(fullUntilOf('en', seconds), fullMomentOf('en', seconds))
  }
})

test('how far a day is reads as one says it', () => {
  const ahead = { value: 6, unit: 'day' } as const
  assert.deepEqual(
    [farOf('en', ahead), farOf('vi', ahead), farOf('zh-Hans', ahead)],
    ['in 6 days', 'sau 6 ngày nữa', '6天后'],
  )
  assert.equal(farOf('en', { value: -1, unit: 'day' }), 'yesterday')
  assert.equal(farOf('en', { value: -136, unit: 'year' }), '136 years ago')
})
