import assert from 'node:assert/strict'
import test from 'node:test'
import type { Header } from '@counterpart/protocol'
import fc from 'fast-check'
import type { Procedure } from '../language/index.ts'
import { check, GRANT, play } from './_guarded.ts'
import { foldAt, newNode, record } from './_nodes.ts'
import { SAFEGUARD, safeguard } from './_safeguard.ts'
import { AAA, AGREED, BASIS, BBB, BEGIN, basis, MONDAY, PARTIES, SAMPLE, sample, write } from './_sample.ts'
import { holds } from './condition.ts'
import { decide } from './decide.ts'
import { type DossierState, VERDICT_CODES } from './entry.ts'
import { isKept } from './kept.ts'

const name = fc.oneof(
  fc.constantFrom(...Object.keys(sample.acts), '__proto__', 'constructor', 'toString'),
  fc.string(),
)
const hash = fc.oneof(fc.constantFrom(SAMPLE, BASIS), fc.string())
const anyHeader = fc.record(
  {
    v: fc.constant(1),
    kind: fc.constantFrom('open', 'act', 'opened', 'mark'),
    seen: fc.nat(),
    time: fc.nat(),
    parts: fc.constant([]),
    act: name,
    procedure: hash,
    dossier: hash,
    on: hash,
    office: fc.string(),
    officer: fc.string(),
    approver: fc.string(),
    handling: fc.constant('H1'),
  },
  {
    requiredKeys: [
      'v',
      'kind',
      'seen',
      'time',
      'parts',
      'act',
      'procedure',
      'dossier',
      'office',
      'officer',
      'handling',
    ],
  },
)
const fields = fc.constantFrom(
  ...Object.keys(sample.fields),
  'number',
  'level',
  'to',
  'from',
  'under',
  '__proto__',
  'constructor',
)
const anyKept = fc.option(
  fc.oneof(fc.dictionary(fields, fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())),
)

function standing(): DossierState | null {
  const node = newNode(AAA, MONDAY)
  return foldAt(node, [record(node, BEGIN)]).settled
}

test('PROCEDURE-4 decide answers for any header and any kept part, with a code from the closed list, and always the same', () => {
  const states = [null, standing()]
  const anyBy = fc.constantFrom(AAA, BBB, 'ccc', '')
  fc.assert(
    fc.property(
      anyHeader,
      anyKept,
      fc.array(name),
      fc.constantFrom(...states),
      anyBy,
      fc.constantFrom(sample, basis, null),
      (header, kept, parts, state, by, procedure) => {
        const before = JSON.stringify([header, kept, state])
        const verdict = () =>
          decide(procedure, state, { by, header: header as unknown as Header, kept, parts }, AGREED, PARTIES)
        const first = verdict()
        if (first.kind !== 'effective') assert.ok(VERDICT_CODES.includes(first.code))
        assert.deepEqual(verdict(), first)
        assert.equal(JSON.stringify([header, kept, state]), before)
      },
    ),
    { numRuns: 3000 },
  )
})

test('ORDER-8 no clock, role or setting can be asked for: only the arguments count', () => {
  assert.equal(decide.length, 5)
})

test('PROCEDURE-24 who may learn of a dossier and what is opened from it decide nothing', () => {
  const closed = {
    ...safeguard,
    readers: ['overseer'],
    links: { more: { opens: 'paper', from: ['asked'] } },
  } as const
  const { links: _, readers: __, ...open } = closed
  const { state } = play(check('passed'))
  for (const told of [GRANT, check('failed'), { act: 'raise', kept: {} }, { act: 'grant' }]) {
    const { header, kept, parts } = write([], BBB, {
      procedure: SAFEGUARD,
      dossier: state.id,
      parts: ['content'],
      ...told,
    })
    assert.ok(header)
    const verdict = (procedure: Procedure) =>
      decide(procedure, state, { by: BBB, header, kept, parts }, AGREED, PARTIES)
    assert.deepEqual(verdict(closed), verdict(open))
  }
})

test('PROCEDURE-7 DECLARATION-5 DECLARATION-6 kept values are judged by shape', () => {
  const procedure = {
    ...sample,
    fields: {
      text: { kind: 'text', part: 'kept', max: 5 },
      line: { kind: 'line', part: 'kept', max: 5, pattern: '[a-z]+' },
      choices: { kind: 'choices', part: 'kept', of: ['a', 'b'] },
      flag: { kind: 'flag', part: 'kept' },
      time: { kind: 'time', part: 'kept' },
      reference: { kind: 'reference', part: 'kept' },
      content: { kind: 'reference', part: 'kept', content: true },
      digest: { kind: 'digest', part: 'kept' },
      office: { kind: 'office', part: 'kept' },
      person: { kind: 'person', part: 'kept' },
      place: { kind: 'place', part: 'kept' },
      date: { kind: 'date', part: 'kept' },
      broken: { kind: 'line', part: 'kept', max: 5, pattern: '(' },
      list: {
        kind: 'list',
        part: 'kept',
        most: 2,
        row: { n: { kind: 'count', min: 0, max: 9 }, o: { kind: 'flag' } },
        needs: ['n'],
      },
    },
  } as const
  const act = { by: 'either', roles: [], from: [], needs: [], may: Object.keys(procedure.fields) } as const
  const h = 'ab'.repeat(32)
  const good: [string, unknown][] = [
    ['text', { vi: { text: 'ấ', standing: 'authoritative' }, en: { text: '12345', standing: 'certified' } }],
    ['text', { vi: { text: 'a', standing: 'authoritative' }, en: { text: 'b', standing: 'authoritative' } }],
    ['line', 'abc'],
    ['choices', ['b', 'a']],
    ['flag', false],
    ['time', 0],
    ['reference', { dossier: h }],
    ['content', { dossier: h, content: '1.2' }],
    ['digest', h],
    ['office', 'aaa-gate'],
    ['place', { kind: 'section', name: 'x', from: '1', to: '2' }],
    ['place', { kind: 'point', name: 'x', lat: '21.53912', lon: '-107.9' }],
    ['date', { date: '2024-02', inferred: { en: { text: 'so', standing: 'authoritative' } } }],
    ['list', [{ n: 1 }, { n: 2, o: true }]],
    ['number', '12/A'],
  ]
  const bad: [string, unknown][] = [
    ['text', {}],
    ['text', 'abc'],
    ['text', { vi: { text: 'a', standing: 'certified' } }],
    ['text', { vi: { text: '123456', standing: 'authoritative' } }],
    ['text', { vi: { text: 'a', standing: 'authoritative', by: 'x' } }],
    ['line', 'ABC'],
    ['line', 'abcdef'],
    ['line', 'a\nb'],
    ['line', ''],
    ['line', 7],
    ['broken', 'a'],
    ['choices', []],
    ['choices', ['c']],
    ['choices', 'a'],
    ['flag', 'true'],
    ['time', -1],
    ['time', 1.5],
    ['reference', { dossier: h, content: '1' }],
    ['reference', h],
    ['content', { dossier: h }],
    ['content', { dossier: h, content: ' ' }],
    ['digest', h.toUpperCase()],
    ['office', 'A gate'],
    ['person', { names: [{ text: 'x', language: 'en' }] }],
    ['place', { kind: 'moon', name: 'x' }],
    ['place', { kind: 'gate' }],
    ['place', { kind: 'point', name: 'x', lat: '21.5' }],
    ['place', { kind: 'point', name: 'x', lat: '91', lon: '0' }],
    ['place', { kind: 'point', name: 'x', lat: 21.5, lon: 107.9 }],
    ['date', '2024'],
    ['date', { date: '2023-02-29' }],
    ['date', { date: '2024', time: 1 }],
    ['list', []],
    ['list', [{ n: 1 }, { n: 2 }, { n: 3 }]],
    ['list', [{ o: true }]],
    ['list', [{ n: 1, p: 1 }]],
    ['list', { n: 1 }],
    ['list', [null]],
    ['number', 'x'.repeat(41)],
    ['level', 'gate'],
    ['unheard', 1],
    ['constructor', 1],
  ]
  for (const [field, value] of good)
    assert.ok(isKept(procedure, act, { [field]: value }), `${field} ${JSON.stringify(value)}`)
  for (const [field, value] of bad)
    assert.ok(!isKept(procedure, act, { [field]: value }), `${field} ${JSON.stringify(value)}`)
  assert.ok(!isKept(procedure, { ...act, needs: ['flag'] }, {}))
  assert.ok(
    isKept(
      procedure,
      { ...act, opens: true },
      { level: 'gate', from: { en: { text: 'Gate', standing: 'authoritative' } }, under: [{ dossier: h }] },
    ),
  )
})

test('PROCEDURE-2 a condition is true, false, or open while the act may still bring what it reads', () => {
  const facts = {
    kept: { a: 1, b: 2, early: { date: '2023' }, late: { date: '2024-02-01' } },
    parts: ['content'],
    paused: false,
    done: (act: string) => act === 'begin',
    open: { fields: ['new'], parts: ['later'] },
  }
  const table: [Parameters<typeof holds>[0], boolean | null][] = [
    [{ present: 'a' }, true],
    [{ present: 'missing' }, false],
    [{ present: 'constructor' }, false],
    [{ present: 'new' }, null],
    [{ equals: ['a', 1] }, true],
    [{ equals: ['a', '1'] }, false],
    [{ equals: ['new', 1] }, null],
    [{ before: ['a', 'b'] }, true],
    [{ after: ['a', 'b'] }, false],
    [{ after: ['b', 'a'] }, true],
    [{ before: ['early', 'late'] }, true],
    [{ before: ['late', 'early'] }, false],
    [{ before: ['a', 'late'] }, false],
    [{ before: ['new', 'late'] }, null],
    [{ hasPart: 'content' }, true],
    [{ hasPart: 'later' }, null],
    [{ hasPart: 'never' }, false],
    [{ paused: false }, true],
    [{ done: 'begin' }, true],
    [{ done: 'end' }, false],
    [{ all: [] }, true],
    [{ any: [] }, false],
    [{ all: [{ present: 'new' }, { present: 'missing' }] }, false],
    [{ all: [{ present: 'new' }, { present: 'a' }] }, null],
    [{ any: [{ present: 'new' }, { present: 'a' }] }, true],
    [{ any: [{ present: 'new' }, { present: 'missing' }] }, null],
    [{ not: { present: 'new' } }, null],
    [{ not: { present: 'a' } }, false],
  ]
  for (const [condition, expected] of table)
    assert.equal(holds(condition, facts), expected, JSON.stringify(condition))
})
