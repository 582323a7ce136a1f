/**
 * A peer that holds true keys and follows no rule but those of the bytes. Whatever it sends is refused with a code, or held
 * without effect with one; what it signed is kept where it contradicts something; and neither our own record nor that of
 * anybody else stands still.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeStep, type Step } from '@counterpart/protocol'
import { entry, type Hostile, malformed, newHostile } from '../_hostile.ts'
import { agree, ask, headsOf, RELATION, talk } from '../_talk.ts'
import { fakeSigner, newSide, type Side } from '../_world.ts'
import { receive } from './receive.ts'

const OTHER = 'bbb~ccc/test'
const HUGE = Number.MAX_SAFE_INTEGER

interface At {
  b: Side
  hostile: Hostile
  /** Entries of its log that are held. */
  held: number
  /** A `seen` that it may write. */
  seen: number
}

interface Attack {
  does: string
  step: (at: At) => Step | Promise<Step>
  /** Its code, or the verdict with its code on the last of its entries; `null` for one that cannot be read. */
  found: string | null
  incident?: string
}

/** One more entry, signed as it should be. */
function adding(one: (at: At) => ReturnType<typeof entry>): Attack['step'] {
  return (at) => {
    at.hostile.entries.push(one(at))
    return at.hostile.step({ start: at.held })
  }
}

const ATTACKS: Attack[] = [
  {
    does: 'signs with another key',
    step: ({ hostile, held, seen }) => {
      hostile.entries.push(entry({ seen }))
      hostile.signer = { ...fakeSigner('somebody'), name: hostile.signer.name }
      return hostile.step({ start: held })
    },
    found: 'unknown-key',
  },
  {
    does: 'signs two histories',
    step: ({ hostile, held, seen }) => {
      hostile.entries[held - 1] = entry({ seen, kept: { title: 'another' } })
      return hostile.step({ start: held - 1 })
    },
    found: 'fork',
    incident: 'fork',
  },
  {
    does: 'sends entries in another order than it signed',
    step: ({ hostile, held, seen }) => {
      const pair = ['one', 'two'].map((title) => entry({ seen, kept: { title } }))
      hostile.entries.push(...pair)
      return hostile.step({ start: held, checkpoint: hostile.note(), entries: pair.reverse() })
    },
    found: 'bad-root',
    incident: 'bad-root',
  },
  {
    does: 'leaves one out',
    step: ({ hostile, held, seen }) => {
      hostile.entries.push(entry({ seen }), entry({ seen, kept: { title: 'two' } }))
      return hostile.step({ start: held, entries: hostile.entries.slice(-1), checkpoint: hostile.note() })
    },
    found: 'bad-checkpoint',
  },
  {
    does: 'begins beyond all that it ever sent',
    step: ({ hostile, seen }) => hostile.step({ start: 2 ** 40, entries: [entry({ seen })] }),
    found: 'gap-answered',
  },
  {
    does: 'sends another body than its header names',
    step: adding(({ seen }) => {
      const { header, parts } = entry({ seen })
      return { header, parts: parts.map((part) => ({ ...part, bytes: new Uint8Array([123, 125]) })) }
    }),
    found: 'bad-part',
  },
  {
    does: 'sends no body',
    step: adding(({ seen }) => ({ ...entry({ seen }), parts: [] })),
    found: 'part-missing',
  },
  {
    does: 'answers what was never said',
    step: adding(() => entry({ seen: HUGE })),
    found: 'seen-beyond',
    incident: 'seen-beyond',
  },
  {
    does: 'takes back what it had seen',
    step: adding(() => entry({ seen: 0 })),
    found: 'effective',
    incident: 'seen-lowered',
  },
  {
    does: 'writes in the year 285,000,000',
    step: adding(({ seen }) => entry({ seen, time: HUGE })),
    found: 'effective',
    incident: 'time-ahead',
  },
  {
    does: 'names a procedure that there is not',
    step: adding(({ seen }) => entry({ seen, procedure: 'f'.repeat(64) })),
    found: 'void unknown-procedure',
  },
  {
    does: 'names an act that only the language has',
    step: adding(({ seen }) => entry({ seen, act: 'constructor' })),
    found: 'void unknown-act',
  },
  {
    does: 'acts in the name of an office of ours',
    step: adding(({ seen }) => entry({ seen, office: 'bbb-office' })),
    found: 'void wrong-office',
    incident: 'other-office',
  },
  {
    does: 'acts in the name of an office of nobody',
    step: adding(({ seen }) => entry({ seen, office: 'office' })),
    found: 'void wrong-office',
  },
  {
    does: 'writes fields that no form has',
    step: adding(({ seen }) =>
      entry({ seen, kept: { title: 'x', constructor: { prototype: { polluted: 1 } } } }),
    ),
    found: 'void bad-fields',
  },
  {
    does: 'acts in a dossier that there is not',
    step: adding(({ seen }) => entry({ seen, kind: 'act', dossier: 'e'.repeat(64), act: 'answer' })),
    found: 'void unknown-dossier',
  },
  { does: 'nests a header without end', step: adding(() => malformed('['.repeat(16_000))), found: null },
  {
    does: 'begins an epoch that nobody closed the one before for',
    step: ({ hostile, held, seen }) => hostile.step({ epoch: 2, start: held, entries: [entry({ seen })] }),
    found: 'wrong-relation',
  },
]

async function world(): Promise<At & { a: Side; c: Side }> {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION, OTHER], 2)
  const c = await newSide('ccc', [OTHER], 3)
  await agree(a, b)
  await agree(b, c, OTHER)
  const rows = await a.store.read(RELATION, (reader) => reader.entries('aaa', 0, { entries: 99, bytes: 1e6 }))
  const hostile = newHostile()
  hostile.entries = rows.map((row) => ({ header: row.bytes, parts: [] }))
  return { a, b, c, hostile, held: rows.length, seen: (await headsOf(b)).ours.size }
}

async function foundOf({ b, held }: At, step: Step): Promise<string | null> {
  const received = await receive(b.node, b.relation(RELATION), step)
  if (received.kind === 'refused') return received.code
  const size = (await headsOf(b)).theirs.size
  if (size === held) return 'gap-answered'
  const judged = await b.store.read(RELATION, async (reader) => {
    const [row] = await reader.entries('aaa', size - 1, { entries: 1, bytes: 1e6 })
    return row ? (await reader.judged([row.leaf])).get(row.leaf) : undefined
  })
  return judged ? [judged.verdict, judged.code].filter((one) => one !== null).join(' ') : null
}

for (const { does, step, found, incident } of ATTACKS)
  test(`ANSWER-4 PROCEDURE-25 a peer that ${does} harms nothing but its own log`, async () => {
    const at = await world()
    const { b, c } = at
    const sent = await step(at)
    assert.equal(await foundOf(at, sent), found)
    const incidents = await b.store.read(RELATION, (reader) => reader.incidents())
    assert.deepEqual(
      incidents.map(({ code }) => code),
      incident === undefined ? [] : [incident],
    )
    // A repeat finds the same, and tells nobody anything new.
    const before = await headsOf(b)
    await receive(b.node, b.relation(RELATION), sent)
    assert.deepEqual(await headsOf(b), before)
    assert.equal((await b.store.read(RELATION, (reader) => reader.incidents())).length, incidents.length)
    assert.equal(b.relation(RELATION).start, 'confirmed')
    await ask(b)
    await ask(b, 'for c', OTHER)
    await talk(b, c, OTHER)
    assert.equal(({} as { polluted?: unknown }).polluted, undefined)
  })

test('ANSWER-5 an old message of an honest time is answered by its old receipt and changes nothing', async () => {
  const at = await world()
  const old = at.hostile.step({ start: 0, entries: at.hostile.entries.slice(0, 1) })
  const rows = await at.b.store.read(RELATION, (reader) => reader.checkpointFrom('aaa', 1))
  const before = await headsOf(at.b)
  const first = await receive(at.b.node, at.b.relation(RELATION), { ...old, holds: before.ours.size })
  const second = await receive(at.b.node, at.b.relation(RELATION), { ...old, holds: before.ours.size })
  assert.ok(first.kind === 'answer' && second.kind === 'answer')
  assert.deepEqual(encodeStep(first.step), encodeStep(second.step))
  assert.equal(first.step.cosignature?.size, rows?.size)
  assert.deepEqual(await headsOf(at.b), before)
})
