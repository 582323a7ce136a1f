/** What every implementation of the ports for this node's own rows promises. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { refused } from '../_refused.ts'
import type { AccessLog } from '../access.ts'
import type { AccountStore, OfficerRow, PasskeyRow } from '../accounts.ts'
import type { DraftStore } from '../drafts.ts'
import type { PouchStore } from '../pouches.ts'
import { pouches } from './contract-pouches.ts'

interface NodeStores {
  accounts: AccountStore
  drafts: DraftStore
  access: AccessLog
  pouches: PouchStore
}

export function nodeContract(name: string, make: () => Promise<NodeStores>): void {
  describe(name, () => {
    accounts(async () => (await make()).accounts)
    drafts(async () => (await make()).drafts)
    access(async () => (await make()).access)
    pouches(async () => (await make()).pouches)
  })
}

function officer(id: string, with_: Partial<OfficerRow> = {}): OfficerRow {
  const name = `Nguyễn Văn ${id} (hư cấu)`
  return { id, name, office: 'aaa-one', roles: ['duty', 'approver'], validFrom: 10, validTo: null, ...with_ }
}

function passkey(credential: string, officer: string): PasskeyRow {
  const publicKey = new Uint8Array([1, 2, 3])
  return { credential, officer, publicKey, counter: 0, transports: ['internal', 'usb'], created: 5 }
}

function accounts(make: () => Promise<AccountStore>): void {
  it('keeps officers, with the time they are valid', async () => {
    const store = await make()
    await store.putOfficer(officer('o-1'))
    await store.putOfficer(officer('o-2', { validTo: 20 }))
    await store.putOfficer(officer('o-2', { validTo: 30, roles: [] }))
    assert.deepEqual(await store.officer('o-2'), officer('o-2', { validTo: 30, roles: [] }))
    assert.equal(await store.officer('o-3'), null)
    const at = async (time?: number) =>
      (await store.officers(time)).map((one) => one.id).filter((id) => /^o-[12]$/.test(id))
    assert.deepEqual(await at(), ['o-1', 'o-2'])
    assert.deepEqual(await at(9), [])
    assert.deepEqual(await at(29), ['o-1', 'o-2'])
    assert.deepEqual(await at(30), ['o-1'])
  })

  it('keeps passkeys, and refuses a counter that does not move', async () => {
    const store = await make()
    await store.putOfficer(officer('p-1'))
    await store.putPasskey(passkey('p-1-b', 'p-1'))
    await store.putPasskey(passkey('p-1-a', 'p-1'))
    assert.equal(await store.anyPasskey(), true)
    assert.deepEqual(await store.passkey('p-1-a'), passkey('p-1-a', 'p-1'))
    assert.equal(await store.passkey('none'), null)
    assert.deepEqual(await store.passkeysOf('p-1'), [passkey('p-1-a', 'p-1'), passkey('p-1-b', 'p-1')])
    assert.deepEqual(await store.passkeysOf('none'), [])
    await assert.rejects(store.putPasskey(passkey('p-1-a', 'p-1')), refused('internal'))
    await assert.rejects(store.putPasskey(passkey('p-1-c', 'nobody')), refused('internal'))
    assert.equal(await store.usePasskey('p-1-a', 0), true)
    assert.equal(await store.usePasskey('p-1-a', 4), true)
    assert.equal(await store.usePasskey('p-1-a', 4), false)
    assert.equal(await store.usePasskey('p-1-a', 3), false)
    assert.equal(await store.usePasskey('p-1-a', 0), false)
    assert.equal(await store.usePasskey('none', 1), false)
    assert.equal((await store.passkey('p-1-a'))?.counter, 4)
  })

  it('uses an enrolment up, once and in time', async () => {
    const store = await make()
    await store.putOfficer(officer('e-1'))
    await store.putEnrolment('e-token', 'e-1', 100)
    await store.putEnrolment('e-late', 'e-1', 100)
    await assert.rejects(store.putEnrolment('e-nobody', 'nobody', 100), refused('internal'))
    assert.equal(await store.takeEnrolment('e-other', 50), null)
    const taken = await Promise.all([1, 2, 3].map(() => store.takeEnrolment('e-token', 50)))
    assert.deepEqual(
      taken.filter((id) => id !== null),
      ['e-1'],
    )
    assert.equal(await store.takeEnrolment('e-late', 100), null)
    await store.putEnrolment('e-before', 'e-1', 100)
    await store.endEnrolments(40)
    await store.putEnrolment('e-after', 'e-1', 100)
    assert.equal(await store.takeEnrolment('e-before', 50), null)
    assert.equal(await store.takeEnrolment('e-after', 50), 'e-1')
  })

  it('ends sessions: by time, one, and all of an officer', async () => {
    const store = await make()
    const session = { officer: 's-1', created: 10, expires: 100 }
    for (const token of ['s-a', 's-b', 's-c']) await store.putSession(token, session)
    await store.putSession('s-other', { ...session, officer: 's-2' })
    assert.deepEqual(await store.session('s-a', 99), session)
    assert.equal(await store.session('s-a', 100), null)
    assert.equal(await store.session('s-none', 50), null)
    await store.revokeSession('s-a', 50)
    assert.equal(await store.session('s-a', 50), null)
    assert.deepEqual(await store.session('s-b', 50), session)
    await store.revokeSessionsOf('s-1', 51)
    assert.equal(await store.session('s-c', 50), null)
    assert.notEqual(await store.session('s-other', 50), null)
  })

  it('shows an officer under an id of the relation, which can be forgotten', async () => {
    const store = await make()
    const ids = await Promise.all([1, 2, 3, 4].map(() => store.opaqueId('r-1', 'x-1')))
    const id = ids[0] ?? ''
    assert.match(id, /^[0-9a-f]{32}$/)
    assert.deepEqual(new Set(ids), new Set([id]))
    assert.notEqual(await store.opaqueId('r-2', 'x-1'), id)
    assert.notEqual(await store.opaqueId('r-1', 'x-2'), id)
    assert.equal(await store.officerBehind('r-1', id), 'x-1')
    assert.equal(await store.officerBehind('r-2', id), null)
    await store.forgetOpaqueIds('x-1')
    assert.equal(await store.officerBehind('r-1', id), null)
    assert.notEqual(await store.opaqueId('r-1', 'x-1'), id)
  })
}

function drafts(make: () => Promise<DraftStore>): void {
  it('keeps drafts until one ends them, and then forgets what they said', async () => {
    const store = await make()
    const command = { act: 'ask', fields: { name: 'Trần Thị B (hư cấu)\u0000', list: [1, null] } }
    const draft = { id: 'd-1', relation: 'd~r', dossier: null, command, by: 'o', created: 7 }
    await store.putDraft(draft)
    await store.putDraft({ ...draft, id: 'd-2', created: 5, dossier: 'x', command: null })
    await assert.rejects(store.putDraft(draft), refused('internal'))
    assert.deepEqual(await store.draft('d-1'), { ...draft, state: 'open', since: 7 })
    assert.equal(await store.draft('none'), null)
    assert.deepEqual(
      (await store.standingDrafts('d~r')).map((one) => one.id),
      ['d-2', 'd-1'],
    )
    const ended = await Promise.all([
      store.endDraft('d-1', 'approved', 8),
      store.endDraft('d-1', 'withdrawn', 9),
    ])
    assert.equal(ended.filter(Boolean).length, 1)
    assert.equal(await store.endDraft('none', 'approved', 8), false)
    assert.equal((await store.draft('d-1'))?.command, null)
    assert.notEqual((await store.draft('d-1'))?.state, 'open')
    assert.equal((await store.standingDrafts('d~r')).length, 1)
  })

  it('declines a draft once, with what is kept of it from then on, and ends it as any that stands', async () => {
    const store = await make()
    const draft = { relation: 'd~s', dossier: null, by: 'declined', created: 7 }
    for (const id of ['s-1', 's-2', 's-3']) await store.putDraft({ ...draft, id, command: { act: 'ask' } })
    const why = { act: 'ask', declined: 'of another person (invented)\u0000' }
    const tries = await Promise.all([8, 9].map((at) => store.declineDraft('s-1', why, at)))
    assert.deepEqual(tries.sort(), [false, true])
    assert.equal(await store.declineDraft('none', why, 8), false)
    const { since = 0, ...kept } = (await store.draft('s-1')) ?? {}
    assert.deepEqual(kept, { ...draft, id: 's-1', command: why, state: 'declined' })
    assert.ok(since > 7)
    assert.equal((await store.standingDrafts('d~s')).length, 3)
    assert.deepEqual([await store.standingOf('declined'), await store.standingOf('nobody')], [3, 0])
    assert.equal(await store.endDraft('s-1', 'lapsed', 20), true)
    assert.equal(await store.endDraft('s-2', 'destroyed', 21), true)
    assert.equal(await store.endDraft('s-3', 'withdrawn', 22), true)
    assert.equal(await store.declineDraft('s-1', why, 23), false)
    assert.equal(await store.standingOf('declined'), 0)
    const told = async (from: number) =>
      (await store.endedOf('declined', from)).map(({ id, state, command }) => [id, state, command])
    assert.deepEqual(await told(20), [
      ['s-2', 'destroyed', null],
      ['s-1', 'lapsed', null],
    ])
    // Recorded while the node ended it; what its author took back stays so.
    for (const [id, done] of [
      ['s-1', true],
      ['s-1', false],
      ['s-3', false],
    ] as const)
      assert.equal(await store.endDraft(id, 'approved', 20), done)
    assert.equal(await store.endDraft('s-2', 'lapsed', 30), false)
    assert.deepEqual(
      [await store.draft('s-1'), (await told(20)).length],
      [{ ...draft, id: 's-1', command: null, state: 'approved', since: 20 }, 1],
    )
    assert.deepEqual([(await told(21)).length, await told(22), await store.endedOf('nobody', 0)], [1, [], []])
  })
}

function access(make: () => Promise<AccessLog>): void {
  it('logs accesses and gives them newest first', async () => {
    const store = await make()
    const row = (at: number, officer: string) => ({
      at,
      officer,
      action: 'read',
      kind: 'dossier',
      resource: `r${at}`,
    })
    await store.log([])
    await store.log([row(1, 'l-1'), row(2, 'l-1'), row(3, 'l-2')])
    await store.log([row(4, 'l-1')])
    const first = await store.accesses({ officer: 'l-1', limit: 2 })
    assert.deepEqual(
      first.map(({ id: _, ...rest }) => rest),
      [row(4, 'l-1'), row(2, 'l-1')],
    )
    const before = first.at(-1)?.id ?? 0
    const second = await store.accesses({ officer: 'l-1', limit: 2, before })
    assert.deepEqual(
      second.map((one) => one.at),
      [1],
    )
    const found = await store.accesses({ kind: 'dossier', resource: 'r3', limit: 9 })
    assert.deepEqual(
      found.map((one) => one.officer),
      ['l-2'],
    )
  })
}
