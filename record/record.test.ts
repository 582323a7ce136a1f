import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { type Acting, permit } from '@counterpart/casework'
import { procedures as withTexts } from '@counterpart/procedures'
import { drive, PARTIES, START, type Step } from '../procedures/_drive.ts'
import { expand } from './form.ts'
import { type Moment, ownRecord, personas, readRecord, said, scripts } from './index.ts'

const procedures = withTexts.map(({ procedure }) => procedure)
const parties = ['chn', 'vnm'] as const
const LANGUAGES = ['en', 'vi', 'zh-Hans']
const { items, offices } = ownRecord
const INVENTED = /\(hư cấu\)$|（虚构）$/

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
    assert.match(name, INVENTED)
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

/** Names of persons anywhere in a tree. */
function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const { names } = value as { names?: { text: string }[] }
  return [...(names ?? []).map(({ text }) => text), ...Object.values(value).flatMap(namesIn)]
}

/** Any dossier at all; what a script refers to is asked below. */
const DOSSIER = 'f'.repeat(64)

for (const script of scripts) {
  test(`the invented dossier ${script.id} has effect act by act, done by officers who may`, () => {
    const procedure = procedures.find(({ name }) => name === script.procedure)
    assert.ok(procedure)
    const [aaa, bbb] = PARTIES
    const invented = (party: string) => (party === parties[0] ? aaa : bbb)
    const first = script.acts[0]?.ago ?? 0
    const moment: Moment = { time: START + first, dossierOf: () => DOSSIER }
    const run: Step[] = script.acts.map((act) => ({
      by: invented(act.by),
      act: act.act,
      at: first - act.ago,
      fields: said(act.fields, moment),
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
        const raised = script.acts
          .slice(0, index)
          .flatMap(({ fields }) => [fields['our-office'], fields['their-office']])
        assert.ok([script.office, script.to, ...raised].includes(office.code), `${id} is of no office of it`)
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
    for (const name of namesIn(script.acts)) assert.match(name, INVENTED)
  })
}

test('what a script is filed under or refers to is in the record, or was opened by another script before', () => {
  for (const { id, under, acts } of scripts)
    for (const [index, { ago, fields }] of acts.entries()) {
      const dossierOf: Moment['dossierOf'] = (kind, other) => {
        const isThere =
          kind === 'record'
            ? items.some((item) => item.id === other)
            : scripts.some((script) => script.id === other && (script.acts[0]?.ago ?? 0) > ago)
        assert.ok(isThere, `${id} ${kind} ${other}`)
        return DOSSIER
      }
      said(index === 0 ? [fields, under] : fields, { time: START, dossierOf })
    }
})

test('a script says days, times and dossiers from the moment of seeding', () => {
  const moment: Moment = { time: START, dossierOf: (kind, id) => `${kind} ${id}` }
  const value = {
    on: { day: -1 },
    rows: [{ by: { day: 60 }, at: { ago: 60 } }],
    of: { record: 'c-39' },
    day: 1,
  }
  assert.deepEqual(said(value, moment), {
    on: { date: '2023-12-31' },
    rows: [{ by: { date: '2024-03-01' }, at: START - 60 }],
    of: { dossier: 'record c-39' },
    day: 1,
  })
})

test('every file of the demonstration is one of its dossiers, called by its id', () => {
  const names = readdirSync(new URL('./demonstration/', import.meta.url)).filter((name) =>
    name.endsWith('.json'),
  )
  assert.deepEqual(names.sort(), scripts.map(({ id }) => `${id}.json`).sort())
})

test('the demonstration shows a dozen requests and ten other procedures, opened by both sides', () => {
  const asked = scripts.filter(({ procedure }) => procedure === 'information-request')
  assert.ok(asked.length >= 12)
  const others = scripts.filter((script) => !asked.includes(script))
  assert.ok(new Set(others.map(({ procedure }) => procedure)).size >= 10)
  for (const some of [asked, others]) assert.equal(new Set(some.map(({ side }) => side)).size, 2)
  assert.deepEqual(
    ownRecord.relation.parties.map(({ code }) => code),
    [...parties],
  )
  for (const text of textsIn(scripts)) assert.deepEqual(Object.keys(text), LANGUAGES)
})
