import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Acting, checkFields, permit } from '@counterpart/casework'
import { procedures as withTexts } from '@counterpart/procedures'
import { drive, PARTIES, type Step } from '../procedures/_drive.ts'
import {
  checkRecord,
  items,
  loadedAs,
  offices,
  personas,
  relationSeed,
  requests,
  resolve,
  stepsOf,
} from './index.ts'

const procedures = withTexts.map(({ procedure }) => procedure)
const parties = ['chn', 'vnm'] as const
const LANGUAGES = ['en', 'vi', 'zh-Hans']

/** Every value in a tree that looks like a text in several languages. */
function textsIn(value: unknown): Record<string, { text: string; standing: string }>[] {
  if (typeof value !== 'object' || value === null) return []
  const members = Object.values(value)
  if (
    members.length > 0 &&
    members.every((one) => typeof one === 'object' && one !== null && 'text' in one && 'standing' in one)
  )
    return [value as Record<string, { text: string; standing: string }>]
  return members.flatMap(textsIn)
}

test('the public record can be loaded', () => {
  assert.deepEqual(checkRecord(items, procedures), [])
})

test('every wording stands in three languages, and only the language of the source is authoritative', () => {
  const texts = textsIn(items)
  assert.ok(texts.length > 50)
  for (const text of texts) {
    assert.deepEqual(Object.keys(text), LANGUAGES)
    assert.equal(text.en?.standing, 'authoritative')
    assert.equal(text.vi?.standing, 'translation')
    assert.equal(text['zh-Hans']?.standing, 'translation')
    assert.equal(new Set(Object.values(text).map((one) => one.text)).size, 3)
    for (const { text: written } of Object.values(text)) assert.equal(written, written.normalize('NFC'))
  }
})

test('each side opens what it keeps and the other confirms, parents first', () => {
  const steps = stepsOf(items, procedures, parties)
  assert.equal(steps.length, 2 * items.length)
  const opened = new Set<string>()
  for (const step of steps) {
    assert.equal(step.party, step.kind === 'open' ? 'chn' : 'vnm')
    if (step.kind === 'confirm') assert.ok(opened.has(step.item))
    for (const id of step.after) assert.ok(opened.has(id), `${step.item} after ${id}`)
    opened.add(step.item)
  }
  assert.deepEqual(
    stepsOf([...items].reverse(), procedures, parties)
      .map(({ item }) => item)
      .sort(),
    steps.map(({ item }) => item).sort(),
  )
})

test('an opened dossier is known again by its id, and references become dossiers', () => {
  for (const step of stepsOf(items, procedures, parties)) {
    const procedure = procedures.find(({ name }) => name === step.procedure)
    assert.ok(procedure)
    if (step.kind === 'open') assert.equal(loadedAs(procedure, step.fields), step.item)
    const real = resolve(step.fields, () => 'ab'.repeat(32))
    assert.equal(JSON.stringify(real).includes('"record"'), false)
    assert.deepEqual(checkFields(procedure, step.act, real), [])
    if (step.kind === 'open' && step.after.length > 0)
      assert.throws(() => resolve(step.fields, () => null), { code: 'not-loaded' })
  }
})

test('thirteen contents of six paragraphs bind; the invitation does not', () => {
  const contents = items.flatMap(
    ({ fields }) => (fields.contents ?? []) as { nature: string; paragraph: string }[],
  )
  const binding = (
    procedures.find(({ name }) => name === 'instrument')?.plays?.slots['binding-natures'] ?? ''
  ).split(' ')
  const bound = contents.filter(({ nature }) => binding.includes(nature))
  assert.equal(bound.length, 13)
  assert.equal(new Set(bound.map(({ paragraph }) => paragraph)).size, 6)
  assert.deepEqual(
    contents.filter(({ nature }) => !binding.includes(nature)).map(({ nature }) => nature),
    ['invited'],
  )
})

test('the plan has three titles, one of them main, and nobody is named as its signatory', () => {
  const plan = items.find(({ fields }) => fields.kind === 'plan')
  const titles = plan?.fields.titles as { main: boolean; wording: unknown }[]
  assert.deepEqual(
    titles.map(({ main }) => main),
    [true, false, false],
  )
  assert.deepEqual(titles[0]?.wording, plan?.fields.title)
  assert.equal(plan?.fields.signatories, undefined)
  assert.equal(plan?.fields['signed-by'], undefined)
  assert.equal((plan?.fields.chairs as unknown[] | undefined)?.length, 2)
})

test('every title marked main is the title of its instrument', () => {
  for (const { fields } of items) {
    const main = (fields.titles as { main: boolean; wording: unknown }[]).filter(({ main }) => main)
    assert.deepEqual(
      main.map(({ wording }) => wording),
      [fields.title],
    )
  }
})

test('what cannot be loaded is said with its place', () => {
  const [first, ...rest] = items
  assert.ok(first)
  const codes = (item: unknown) =>
    checkRecord([item as typeof first, ...rest], procedures).map(({ path, code }) => `${path} ${code}`)
  assert.deepEqual(codes({ ...first, procedure: 'unheard-of' }), ['/0/procedure unknown-procedure'])
  assert.deepEqual(codes({ ...first, act: 'unheard-of' }), ['/0/act unknown-act'])
  assert.deepEqual(codes({ ...first, level: 'moon' }), ['/0/level wrong-level'])
  assert.deepEqual(codes({ ...first, confirm: 'note' }), ['/0/confirm not-answering'])
  assert.deepEqual(
    codes({ ...first, id: rest[0]?.id }).filter((one) => one.includes('repeated')),
    ['/1/id repeated-id'],
  )
  const parent = (record: string) => [{ parent: { record }, relation: 'rests-on', basis: 'stated' }]
  assert.deepEqual(codes({ ...first, fields: { ...first.fields, parents: parent('nobody') } }), [
    '/0/fields unknown-item',
  ])
  assert.ok(
    codes({ ...first, fields: { ...first.fields, parents: parent(first.id) } }).includes('/0/fields circle'),
  )
  assert.deepEqual(codes({ ...first, fields: { ...first.fields, 'signed-on': { date: '2023-02-30' } } }), [
    '/0/fields/signed-on/date no-such-day',
  ])
  assert.deepEqual(codes({ ...first, fields: { ...first.fields, kind: 'wish' } }), [
    '/0/fields/kind unknown-choice',
  ])
  const own = { ...first, fields: { ...first.fields, parents: parent(first.id) } }
  assert.throws(() => stepsOf([own], procedures, parties), { code: 'circle' })
})

test('offices face each other both ways and across the border', () => {
  const byCode = new Map(offices.map((office) => [office.code, office]))
  assert.equal(byCode.size, offices.length)
  for (const office of offices) {
    assert.match(office.code, /^[a-z][a-z0-9-]{1,39}$/)
    assert.deepEqual(Object.keys(office.name), LANGUAGES)
    assert.ok(office.faces.length > 0)
    for (const code of office.faces) {
      assert.ok(byCode.get(code)?.faces.includes(office.code), `${office.code} and ${code}`)
      assert.notEqual(byCode.get(code)?.side, office.side)
    }
  }
})

test('every officer of the demonstration is invented and says so', () => {
  const codes = new Map(offices.map((office) => [office.code, office.side]))
  for (const { name, office, side } of personas) {
    assert.match(name, /\(hư cấu\)$|（虚构）$/)
    assert.equal(codes.get(office), side)
  }
  for (const side of parties) {
    const roles = new Set(personas.filter((one) => one.side === side).flatMap((one) => one.roles))
    for (const role of [
      'duty-officer',
      'contact-point',
      'secretary',
      'approver',
      'legal-reviewer',
      'overseer',
      'administrator',
    ] as const)
      assert.ok(roles.has(role), `${side} ${role}`)
  }
})

for (const script of requests) {
  test(`the invented request ${script.id} has effect act by act, done by officers who may`, () => {
    const procedure = procedures.find(({ name }) => name === script.procedure)
    assert.ok(procedure)
    const [aaa, bbb] = PARTIES
    const invented = (party: string) => (party === parties[0] ? aaa : bbb)
    const first = script.acts[0]?.ago ?? 0
    const run: Step[] = script.acts.map((act) => ({
      by: invented(act.by),
      act: act.act,
      at: first - act.ago,
      fields: act.fields,
      ...(act === script.acts[0] ? { level: script.level } : {}),
      ...(act.on === undefined ? {} : { on: act.on }),
      approved: act.approver !== undefined,
      expect: { verdict: 'effective', state: '' },
    }))
    const driven = drive(procedure, { file: script.id, steps: run })
    for (const [index, { problems, verdict }] of driven.entries()) {
      const act = script.acts[index]
      assert.ok(act)
      assert.deepEqual(problems, [])
      assert.deepEqual(verdict, { kind: 'effective' }, act.act)
      const state = driven[index - 1]?.state ?? null
      for (const [id, as] of [
        [act.persona, 'drafter'],
        [act.approver, 'approver'],
      ] as const) {
        if (id === undefined) continue
        const persona = personas.find((one) => one.id === id)
        const office = offices.find((one) => one.code === persona?.office)
        assert.ok(persona && office && persona.side === act.by, id)
        assert.ok(office.code === script.office || office.code === script.to, `${id} is of neither office`)
        const acting: Acting = {
          side: invented(act.by),
          office: office.code,
          level: office.level,
          roles: persona.roles,
        }
        assert.deepEqual(
          permit(procedure, state, acting, act.act, PARTIES, as),
          { allowed: true },
          `${id} ${act.act}`,
        )
      }
      assert.ok(act.ago <= first && act.ago >= 0)
    }
    for (const { record, content } of script.under) {
      const item = items.find(({ id }) => id === record)
      const contents = (item?.fields.contents ?? []) as { id: string }[]
      assert.ok(
        contents.some(({ id }) => id === content),
        `${record} ${content}`,
      )
    }
  })
}

test('the demonstration shows a dozen requests in different states, the relation both sides of the pair', () => {
  assert.ok(requests.length >= 12)
  assert.deepEqual(
    relationSeed.parties.map(({ code }) => code),
    [...parties],
  )
  assert.deepEqual(new Set(requests.map(({ side }) => side)).size, 2)
  for (const text of textsIn(requests)) assert.deepEqual(Object.keys(text), LANGUAGES)
})
