import assert from 'node:assert/strict'
import { test } from 'node:test'
import { act, barter, deadline, field, found, includes, part, state } from './_barter.ts'
import type { Condition } from './condition.ts'
import type { Deadline, Indicator, Procedure } from './procedure.ts'

test('accepts a declaration in which everything fits', () => {
  assert.deepEqual(found({}), [])
})

test('PROCEDURE-1 DECLARATION-1 refuses words that the language does not know', () => {
  includes([
    [{ language: 2 }, '/language bad-language-version'],
    [{ levels: ['moon'] as never }, '/levels unknown-word'],
    [act('strike', { roles: ['king'] as never }), '/acts/strike/roles unknown-word'],
    [act('strike', { approval: ['king'] as never }), '/acts/strike/approval unknown-word'],
    [act('strike', { when: { sometimes: 'x' } as never }), '/acts/strike/when unknown-word'],
    [deadline({ lasts: 'P3D', counts: 'moons' as never }), '/deadlines/reply/lasts unknown-word'],
    [
      field('good', { kind: 'date', part: 'kept', tense: 'future' as never }),
      '/fields/good/tense unknown-word',
    ],
    [field('good', { kind: 'reference', part: 'kept', plays: 'king' }), '/fields/good/plays unknown-word'],
    [{ plays: { as: 'king' as never, slots: {} } }, '/plays/as unknown-word'],
  ])
})

test('refuses names and numbers that are none', () => {
  includes([
    [{ name: 'Barter' }, '/name bad-name'],
    [{ name: 'a/b' }, '/name bad-name'],
    [{ version: 0 }, '/version bad-version'],
    [{ version: 1.5 }, '/version bad-version'],
    [{ unsettled: 0 }, '/unsettled bad-size'],
    [{ levels: [] }, '/levels empty'],
    [{ levels: ['gate', 'gate'] }, '/levels repeated'],
    [state('Put it', { final: true }), '/states/Put it bad-name'],
    [part('kept', { personal: false, keep: 'P1Y' }), '/parts/kept reserved-name'],
    [field('level', { kind: 'flag', part: 'kept' }), '/fields/level reserved-name'],
    [field('under', { kind: 'flag', part: 'kept' }), '/fields/under reserved-name'],
  ])
})

test('takes a pattern in which what is refused stands as characters', () => {
  for (const pattern of ['[0-9]+', 'a\\\\p', '[(?]x', '\\(\\?', '(\\d?)', '([a]?)', '(?:a)b'])
    assert.deepEqual(found(field('good', { kind: 'line', part: 'kept', max: 9, pattern })), [], pattern)
})

test('refuses fields that can hold nothing', () => {
  includes([
    [field('good', { kind: 'text', part: 'kept', max: 0 }), '/fields/good/max bad-size'],
    [field('good', { kind: 'line', part: 'kept', max: 9, pattern: '(' }), '/fields/good/pattern bad-pattern'],
    ...['\\p{L}+', '(?=a)a', '(a)\\1'].map((pattern): [Partial<Procedure>, string] => [
      field('good', { kind: 'line', part: 'kept', max: 9, pattern }),
      '/fields/good/pattern bad-pattern',
    ]),
    [field('haste', { kind: 'choice', part: 'kept', of: [] }), '/fields/haste/of empty'],
    [field('haste', { kind: 'choice', part: 'kept', of: ['low', 'low'] }), '/fields/haste/of repeated'],
    [field('haste', { kind: 'choices', part: 'kept', of: ['so so'] }), '/fields/haste/of bad-name'],
    [field('worth', { kind: 'count', part: 'kept', min: 2, max: 1 }), '/fields/worth bad-size'],
    [field('worth', { kind: 'duration', part: 'kept', most: '60' }), '/fields/worth/most bad-duration'],
    [field('worth', { kind: 'list', part: 'kept', most: 5, row: {}, needs: [] }), '/fields/worth/row empty'],
    [
      field('worth', { kind: 'list', part: 'kept', most: 5000, row: { a: { kind: 'flag' } }, needs: [] }),
      '/fields/worth/most bad-size',
    ],
    [
      field('worth', { kind: 'list', part: 'kept', most: 5, row: { a: { kind: 'flag' } }, needs: ['b'] }),
      '/fields/worth/needs unknown-column',
    ],
    [
      field('worth', {
        kind: 'list',
        part: 'kept',
        most: 5,
        row: { a: { kind: 'line', max: 0 } },
        needs: [],
      }),
      '/fields/worth/row/a/max bad-size',
    ],
    [field('spare', { kind: 'flag', part: 'kept' }), '/fields/spare unused-field'],
    [field('good', { kind: 'text', part: 'attic', max: 9 }), '/fields/good/part unknown-part'],
    [part('attic', { personal: false, keep: 'P1Y' }), '/parts/attic unused-part'],
    [part('content', { personal: false, keep: 'always' }), '/parts/content/keep bad-duration'],
  ])
})

test('refuses a person in what is kept or not personal', () => {
  const row = { who: { kind: 'person' } }
  includes([
    [field('carrier', { kind: 'file', part: 'kept' }), '/fields/carrier file-in-kept'],
    [field('carrier', { kind: 'person', part: 'kept' }), '/fields/carrier person-in-plain-part'],
    [field('carrier', { kind: 'person', part: 'content' }), '/fields/carrier person-in-plain-part'],
    [
      field('carrier', { kind: 'list', part: 'kept', most: 2, row, needs: [] }),
      '/fields/carrier person-in-plain-part',
    ],
  ])
})

test('the title is kept, readable and given by every opening', () => {
  includes([
    [{ title: 'name' }, '/title unknown-field'],
    [{ title: 'constructor' }, '/title unknown-field'],
    [{ title: 'carrier' }, '/title not-kept'],
    [{ title: 'worth' }, '/title bad-title'],
    [act('put', { needs: ['haste'], may: ['good'] }), '/acts/put/needs title-not-given'],
  ])
})

test('PROCEDURE-2 refuses conditions, deadlines and slots that read what can be destroyed', () => {
  const { reply } = barter.deadlines
  assert.ok(reply && typeof reply.lasts === 'object')
  includes([
    [act('strike', { when: { present: 'carrier' } }), '/acts/strike/when/present not-kept'],
    [act('strike', { when: { not: { present: 'message' } } }), '/acts/strike/when/not/present not-kept'],
    [
      act('strike', { when: { all: [{ before: ['begins', 'carrier'] }] } }),
      '/acts/strike/when/all/0/before not-kept',
    ],
    [
      field('haste', { kind: 'choice', part: 'content', of: ['low', 'high'] }),
      '/deadlines/reply/lasts/by not-kept',
    ],
    [{ plays: { as: 'instrument', slots: { titles: 'message' } } }, '/plays/slots/titles not-kept'],
  ])
})

test('refuses conditions that can never be met or never be read', () => {
  includes([
    [act('strike', { when: { present: 'price' } }), '/acts/strike/when/present unknown-field'],
    [act('strike', { when: { present: 'constructor' } }), '/acts/strike/when/present unknown-field'],
    [act('strike', { when: { equals: ['haste', 'huge'] } }), '/acts/strike/when/equals impossible-value'],
    [act('strike', { when: { equals: ['worth', 10] } }), '/acts/strike/when/equals impossible-value'],
    [act('strike', { when: { equals: ['wrapped', 'true'] } }), '/acts/strike/when/equals impossible-value'],
    [act('strike', { when: { equals: ['good', 'salt'] } }), '/acts/strike/when/equals not-comparable'],
    [act('strike', { when: { before: ['begins', 'worth'] } }), '/acts/strike/when/before not-comparable'],
    [act('strike', { when: { after: ['good', 'good'] } }), '/acts/strike/when/after not-comparable'],
    [act('strike', { when: { hasPart: 'attic' } }), '/acts/strike/when/hasPart unknown-part'],
    [act('strike', { when: { done: 'steal' } }), '/acts/strike/when/done unknown-act'],
    [act('strike', { when: { saidNo: 'minor' } }), '/acts/strike/when/saidNo unknown-gate'],
    [act('strike', { when: { all: [] } }), '/acts/strike/when/all empty'],
    [act('strike', { when: { any: [] } }), '/acts/strike/when/any empty'],
  ])
})

test('PROCEDURE-12 refuses states that nobody reaches or leaves', () => {
  includes([
    [state('lost', { final: true }), '/states/lost unreachable-state'],
    [act('close', { from: ['put'] }), '/states/struck dead-end'],
    [act('close', { from: ['put'], by: 'clock' }), '/states/struck dead-end'],
    [{ ...act('close', { to: 'put' }), ...state('over', { final: true }) }, '/states/put no-end'],
    [act('agree', { from: ['struck', 'over'] }), '/acts/agree/from way-out-of-final'],
    [act('note', { to: 'put' }), '/acts/note/from way-out-of-final'],
  ])
})

test('PROCEDURE-12 refuses a state without a deadline with its basis or a reason', () => {
  includes([
    [state('put', { deadline: 'never', waits: 'other' }), '/states/put/deadline unknown-deadline'],
    [state('struck', { deadline: null, waits: 'either', because: '' }), '/states/struck/because no-reason'],
    [state('put', { deadline: 'reply', waits: 'clock' }), '/states/put/waits bad-side'],
    [state('put', { deadline: null, waits: 'other', because: 'so' }), '/deadlines/reply unused-deadline'],
    [deadline({ basis: ' ' }), '/deadlines/reply/basis no-basis'],
    [deadline({ owes: 'either' }), '/deadlines/reply/owes bad-side'],
    [deadline({ lasts: 'soon' }), '/deadlines/reply/lasts bad-duration'],
    [deadline({ lasts: 'PT8H', counts: 'working' }), '/deadlines/reply/lasts bad-duration'],
    [deadline({ lasts: 'P1M', counts: 'hours' }), '/deadlines/reply/lasts bad-duration'],
    [deadline({ lasts: { by: 'speed', of: {} } }), '/deadlines/reply/lasts/by unknown-field'],
    [deadline({ lasts: { by: 'worth', of: {} } }), '/deadlines/reply/lasts/by wrong-kind'],
    [deadline({ lasts: { by: 'haste', of: {} } }), '/deadlines/reply/lasts/of/low choice-without-duration'],
    [
      deadline({ lasts: { by: 'haste', of: { huge: { counts: 'hours', lasts: 'PT1H' } } } }),
      '/deadlines/reply/lasts/of/huge unknown-choice',
    ],
    [act('put', { needs: ['good'], may: ['haste'] }), '/deadlines/reply/lasts/by choice-not-given'],
  ])
})

test('DECLARATION-3 refuses acts that nobody can do or that name what is not there', () => {
  includes([
    [{ acts: {} }, '/acts no-opening'],
    [act('put', { by: 'other' }), '/acts/put/by bad-side'],
    [act('put', { by: 'keeper' }), '/acts/put/by bad-side'],
    [{ ...act('put', { by: 'guest' }), keeper: 'opener' }, '/acts/put/by bad-side'],
    [act('put', { from: ['over'] }), '/acts/put/from bad-opening'],
    [act('put', { answers: ['note'] }), '/acts/put bad-opening'],
    [act('strike', { from: [] }), '/acts/strike/from empty'],
    [act('strike', { from: ['put', 'put'] }), '/acts/strike/from repeated'],
    [act('strike', { from: ['gone'] }), '/acts/strike/from/0 unknown-state'],
    [act('strike', { to: 'constructor' }), '/acts/strike/to unknown-state'],
    [act('strike', { needs: ['price'] }), '/acts/strike/needs unknown-field'],
    [act('strike', { needs: ['carrier'], may: ['carrier'] }), '/acts/strike/needs repeated'],
    [act('strike', { answers: [] }), '/acts/strike/answers empty'],
    [act('strike', { answers: ['steal'] }), '/acts/strike/answers/0 unknown-act'],
    [act('strike', { answers: ['put', 'put'] }), '/acts/strike/answers repeated'],
    [act('strike', { roles: [] }), '/acts/strike/roles no-roles'],
    [act('strike', { approval: [] }), '/acts/strike/approval no-roles'],
    [act('strike', { approval: ['secretary'] }), '/acts/strike/approval approval-same'],
    [act('strike', { most: 0 }), '/acts/strike/most bad-size'],
    [act('strike', { by: 'clock' }), '/acts/strike clock-with-person'],
    [act('strike', { by: 'clock', when: { inForce: 'good' } }), '/acts/strike/when clock-in-force'],
    [act('strike', { by: 'clock', when: { not: { inForce: 'good' } } }), '/acts/strike/when clock-in-force'],
  ])
})

test('CUT-7 refuses an instrument that rests on another', () => {
  const plays = { as: 'instrument', slots: { 'binding-states': 'struck' } } as const
  const when = { inForce: 'good' } as const
  const rests = { ...act('strike', { when }), plays }
  includes([[rests, '/acts/strike/when/inForce instrument-in-force']])
})

test('PROCEDURE-20 refuses an act of the clock that would be due again as soon as it is done', () => {
  const lapse = { by: 'clock', roles: [], from: ['put'], needs: [] } as const
  const problem = '/acts/lapse clock-repeats'
  includes([
    [{ acts: { ...barter.acts, lapse } }, problem],
    [{ acts: { ...barter.acts, lapse: { ...lapse, to: 'put' } } }, problem],
    [{ acts: { ...barter.acts, lapse: { ...lapse, from: ['put', 'struck'], to: 'struck' } } }, problem],
  ])
  for (const ends of [{ to: 'struck' }, { most: 1 }])
    assert.ok(!found({ acts: { ...barter.acts, lapse: { ...lapse, ...ends } } }).includes(problem))
})

test('PROCEDURE-2 a number is summed from the kept part, and told apart by a choice beside it', () => {
  const list = {
    kind: 'list',
    most: 9,
    row: { how: { kind: 'choice', of: ['sent'] }, people: { kind: 'count', min: 0, max: 99 } },
    needs: ['how', 'people'],
  } as const
  const fields = {
    ...barter.fields,
    number: { kind: 'count', part: 'kept', min: 0, max: 99 },
    huge: { kind: 'count', part: 'kept', min: 0, max: 100_000_000 },
    lies: { kind: 'count', part: Object.keys(barter.parts)[0] ?? '', min: 0, max: 99 },
    way: { kind: 'choice', part: 'kept', of: ['in', 'out'] },
    rows: { ...list, part: 'kept' },
    torn: { ...list, part: Object.keys(barter.parts)[0] ?? '' },
  } as const
  const since = ['strike']
  const sum = (indicator: Indicator): Partial<Procedure> => ({ fields, indicators: { summed: indicator } })
  const path = '/indicators/summed'
  includes([
    [sum({ sum: 'none', since }), `${path}/sum unknown-field`],
    [sum({ sum: 'way', since }), `${path}/sum wrong-kind`],
    [sum({ sum: 'huge', since }), `${path}/sum bad-size`],
    [sum({ sum: 'lies', since }), `${path} not-kept`],
    [sum({ sum: 'number', by: 'none', since }), `${path}/by unknown-field`],
    [sum({ sum: 'number', by: 'huge', since }), `${path}/by wrong-kind`],
    [sum({ sum: ['none', 'people'], since }), `${path}/sum unknown-field`],
    [sum({ sum: ['way', 'people'], since }), `${path}/sum wrong-kind`],
    [sum({ sum: ['rows', 'none'], since }), `${path}/sum unknown-field`],
    [sum({ sum: ['torn', 'people'], since }), `${path} not-kept`],
    [sum({ sum: ['rows', 'people'], by: 'way', since }), `${path}/by unknown-field`],
    [sum({ sum: 'number', since: [] }), `${path} empty`],
    [sum({ sum: 'number', since: ['steal'] }), `${path} unknown-act`],
  ])
  for (const good of [
    { sum: 'number', by: 'way', since },
    { sum: ['rows', 'people'], by: 'how', since },
  ] as const)
    assert.deepEqual(
      found(sum(good)).filter((problem) => problem.startsWith(path)),
      [],
    )
})

test('refuses clocks that stop for good or have no end to move', () => {
  const { clarify, ...others } = barter.acts
  assert.ok(clarify)
  includes([
    [{ acts: others }, '/acts/ask-clarification/clock no-resume'],
    [act('ask-clarification', { to: 'struck' }), '/acts/ask-clarification/clock no-resume'],
    [act('extend', { needs: ['extension-reason'] }), '/acts/extend/needs no-duration'],
    [act('extend', { from: ['put', 'struck'] }), '/acts/extend/from nothing-to-extend'],
  ])
})

test('refuses proposals that nobody can adopt, and adopting what was not proposed', () => {
  const { agree, ...others } = barter.acts
  assert.ok(agree)
  includes([
    [{ acts: others }, '/acts/bid/proposes never-adopted'],
    [act('bid', { needs: ['message'] }), '/acts/bid/proposes proposes-nothing'],
    [act('agree', { answers: ['put'] }), '/acts/agree/adopts no-such-proposal'],
    [act('agree', { answers: ['bid', 'put'] }), '/acts/agree/adopts no-such-proposal'],
  ])
})

test('refuses an act that adopts and names fields to drop, which only what it adopts can do', () => {
  includes([[act('agree', { drops: ['worth'] }), '/acts/agree/drops adopts-and-drops']])
  assert.deepEqual(found(act('bid', { drops: ['ends'] })), [])
})

test('PROCEDURE-13 refuses rules that are asked of nothing, or of what can be destroyed', () => {
  const rule = (asked: Condition): Partial<Procedure> => ({ rules: { fair: asked } })
  includes([
    [rule({ paused: false }), '/rules/fair empty'],
    [rule({ all: [] }), '/rules/fair empty'],
    [rule({ not: { done: 'put' } }), '/rules/fair empty'],
    [rule({ present: 'price' }), '/rules/fair/present unknown-field'],
    [rule({ not: { before: ['ends', 'constructor'] } }), '/rules/fair/not/before unknown-field'],
    [rule({ any: [{ present: 'message' }] }), '/rules/fair/any/0/present not-kept'],
    [rule({ after: ['ends', 'worth'] }), '/rules/fair/after not-comparable'],
  ])
  assert.deepEqual(found(rule({ not: { before: ['ends', 'begins'] } })), [])
  assert.deepEqual(found(rule({ not: { after: ['worth', 'worth'] } })), [])
})

test('PROCEDURE-13 refuses a bound of a list that is denied, asked elsewhere, or bounds no list by a count', () => {
  const row = { name: { kind: 'person' } } as const
  const { fields } = field('porters', { kind: 'list', part: 'people', most: 9, row, needs: ['name'] })
  const rule = (asked: Condition): Partial<Procedure> =>
    ({ fields, rules: { fair: asked } }) as Partial<Procedure>
  const within = { within: ['porters', 'worth'] } as const
  includes([
    [rule({ within: ['porters', 'price'] }), '/rules/fair/within unknown-field'],
    [rule({ within: ['price', 'worth'] }), '/rules/fair/within unknown-field'],
    [rule({ within: ['porters', 'ends'] }), '/rules/fair/within not-comparable'],
    [rule({ within: ['worth', 'worth'] }), '/rules/fair/within not-comparable'],
    [rule({ all: [within, { within: ['porters', 'message'] }] }), '/rules/fair/all/1/within not-kept'],
    [rule({ exactly: ['porters', 'ends'] }), '/rules/fair/exactly not-comparable'],
    [rule({ all: [within, { exactly: ['porters', 'message'] }] }), '/rules/fair/all/1/exactly not-kept'],
    [
      act('strike', { when: { exactly: ['porters', 'worth'] } }),
      '/acts/strike/when/exactly rows-outside-rule',
    ],
    [rule({ not: within }), '/rules/fair/not/within rows-outside-rule'],
    [rule({ all: [within, { present: 'worth' }] }), '/rules/fair/all/0/within rows-outside-rule'],
    [rule({ any: [within, within] }), '/rules/fair/any/0/within rows-outside-rule'],
    [act('strike', { when: within }), '/acts/strike/when/within rows-outside-rule'],
  ])
  const unused = ['/fields/porters unused-field']
  assert.deepEqual(found(rule(within)), unused)
  assert.deepEqual(found(rule({ all: [within, within] })), unused)
})

test('PROCEDURE-14 refuses a deadline to a date that is none, is not kept, or is moved by more than itself', () => {
  const until = (name: string, counts: Deadline['counts'] = 'calendar') =>
    deadline({ counts, lasts: { until: name } })
  includes([
    [until('price'), '/deadlines/reply/lasts/until unknown-field'],
    [until('constructor'), '/deadlines/reply/lasts/until unknown-field'],
    [until('message'), '/deadlines/reply/lasts/until not-kept'],
    [until('haste'), '/deadlines/reply/lasts/until wrong-kind'],
    [until('ends', 'working'), '/deadlines/reply/lasts/until bad-duration'],
    [until('ends', 'hours'), '/deadlines/reply/lasts/until bad-duration'],
    [until('ends'), '/acts/ask-clarification/from dated-clock'],
    [until('ends'), '/acts/extend/from dated-clock'],
  ])
  const { 'ask-clarification': ask, clarify, extend, ...acts } = barter.acts
  assert.ok(ask && clarify && extend)
  assert.deepEqual(
    found({ ...until('ends'), acts }).filter((problem) => !problem.endsWith('unused-field')),
    [],
  )
})

test('refuses to drop what is needed, not kept or never gone', () => {
  includes([
    [act('bid', { drops: [] }), '/acts/bid/drops empty'],
    [act('bid', { drops: ['price'] }), '/acts/bid/drops unknown-field'],
    [act('bid', { drops: ['carrier'] }), '/acts/bid/drops not-kept'],
    [act('bid', { drops: ['good'] }), '/acts/bid/drops title-not-given'],
    [act('bid', { drops: ['worth'] }), '/acts/bid/drops repeated'],
    [act('put', { drops: ['worth'] }), '/acts/put bad-opening'],
  ])
  assert.deepEqual(found(act('bid', { drops: ['begins', 'ends'] })), [])
})

test('refuses indicators of what does not happen', () => {
  includes([
    [{ indicators: { stolen: { count: ['steal'] } } }, '/indicators/stolen unknown-act'],
    [{ indicators: { stolen: { count: [] } } }, '/indicators/stolen empty'],
    [{ indicators: { stolen: { time: ['put', ['constructor']] } } }, '/indicators/stolen unknown-act'],
    [{ indicators: { stolen: { time: ['put', ['put']] } } }, '/indicators/stolen repeated'],
  ])
})

test('a dossier that stands for good needs no end', () => {
  const { close, ...acts } = barter.acts
  const { over, ...states } = barter.states
  assert.ok(close && over)
  const { note } = acts
  assert.ok(note)
  const standing = { acts: { ...acts, note: { ...note, from: ['put', 'struck'] } }, states }
  assert.deepEqual(found({ ...standing, once: true }), [])
  assert.ok(found(standing).includes('/states/struck dead-end'))
})
