import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { type Acting, permit } from '@counterpart/casework'
import { procedures as withTexts } from '@counterpart/procedures'
import { drive, PARTIES, type Step } from '../procedures/_drive.ts'
import { expand } from './form.ts'
import { ownRecord, personas, readRecord, requests } from './index.ts'

const procedures = withTexts.map(({ procedure }) => procedure)
const parties = ['chn', 'vnm'] as const
const LANGUAGES = ['en', 'vi', 'zh-Hans']
const { items, offices } = ownRecord

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

test('the public record is read as anybody’s is, from every file there is, and is what this shelf gives', () => {
  const names = [
    'relation.json',
    'offices.json',
    ...readdirSync(new URL('./public/', import.meta.url)).map((name) => `public/${name}`),
  ]
  const files = names.map((name) => ({ name, text: readFileSync(new URL(name, import.meta.url), 'utf8') }))
  const { record, problems } = readRecord(files)
  assert.deepEqual(problems, [])
  const sorted = (all: readonly { id: string }[] = []) => [...all].sort((a, b) => (a.id < b.id ? -1 : 1))
  assert.deepEqual({ ...record, items: sorted(record?.items) }, { ...ownRecord, items: sorted(items) })
})

test('every wording stands in three languages', () => {
  for (const item of items) {
    const procedure = procedures.find(({ name }) => name === item.procedure)
    assert.ok(procedure)
    for (const text of textsIn(expand(item, procedure, ownRecord.sources)))
      assert.deepEqual(Object.keys(text).sort(), LANGUAGES, item.id)
  }
})

test('the plan has three titles, one of them main, and nobody is named as its signatory', () => {
  const plan = items.find(({ fields }) => fields.kind === 'plan')
  const titles = plan?.fields.titles as { main: boolean; wording: unknown }[]
  assert.deepEqual(
    titles.map(({ main }) => main),
    [true, false, false],
  )
  assert.equal(plan?.fields.signatories, undefined)
  assert.equal(plan?.fields['signed-by'], undefined)
  assert.equal((plan?.fields.chairs as unknown[] | undefined)?.length, 2)
})

test('every title marked main is the title of its instrument', () => {
  for (const { fields } of items.filter(({ fields }) => fields.titles !== undefined)) {
    const main = (fields.titles as { main: boolean; wording: unknown }[]).filter(({ main }) => main)
    assert.deepEqual(
      main.map(({ wording }) => wording),
      [fields.title],
    )
  }
})

test('offices face each other both ways and across the border', () => {
  const byCode = new Map(offices.map((office) => [office.code, office]))
  assert.equal(byCode.size, offices.length)
  for (const office of offices) {
    assert.match(office.code, /^[a-z][a-z0-9-]{1,39}$/)
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
      'protection-officer',
      'protection-lead',
      'consular-officer',
      'overseer',
      'administrator',
    ] as const)
      assert.ok(roles.has(role), `${side} ${role}`)
  }
})

test('no officer of the demonstration has the name or the id of another', () => {
  for (const key of ['id', 'name'] as const)
    assert.equal(new Set(personas.map((one) => one[key])).size, personas.length)
})

test('who protects a victim at a ministry or a province has a second person to approve or answer there', () => {
  const levels = new Map(offices.map(({ code, level }) => [code, level]))
  const protects = ({ roles }: (typeof personas)[number]) =>
    roles.some((role) => role === 'protection-officer' || role === 'protection-lead')
  for (const { office, id } of personas.filter(protects)) {
    if (levels.get(office) === 'gate') continue
    assert.ok(
      personas.some((one) => one.office === office && one.id !== id && protects(one)),
      id,
    )
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
    for (const { record } of script.under)
      assert.ok(
        items.some(({ id }) => id === record),
        record,
      )
  })
}

test('the demonstration shows a dozen requests in different states, the relation both sides of the pair', () => {
  assert.ok(requests.length >= 12)
  assert.deepEqual(
    ownRecord.relation.parties.map(({ code }) => code),
    [...parties],
  )
  assert.deepEqual(new Set(requests.map(({ side }) => side)).size, 2)
  for (const text of textsIn(requests)) assert.deepEqual(Object.keys(text), LANGUAGES)
})
