/** What lists and counts tell officers who are none of the `readers` of a procedure. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Role } from '@counterpart/casework'
import type { Sight } from '../http/ports.ts'
import { ERRAND, PROCEDURES } from '../uses/_pacts.ts'
import { agree, ask, RELATION, talk } from '../uses/_talk.ts'
import { newSide, type Side } from '../uses/_world.ts'
import { look } from './look.ts'
import { seenOf } from './sight.ts'
import { heldPage } from './way.ts'

/** Of every office, and of one. */
const seeing = (role: Role, ...offices: string[]): Sight => ({
  offices: null,
  sees: ({ readers, offices: of }) =>
    (readers.length === 0 || readers.includes(role)) &&
    (offices.length === 0 || of.some((code) => offices.includes(code))),
})

function close({ node }: Side, ...versions: Role[][]): void {
  const { procedure, texts } = PROCEDURES.get(ERRAND) ?? assert.fail()
  const closed = versions.map(
    (readers, at) => [at === 0 ? ERRAND : `${at}`, { procedure: { ...procedure, readers }, texts }] as const,
  )
  node.procedures = new Map([...node.procedures, ...closed])
}

test('PROCEDURE-24 of what waits and is closed to an officer there is not even a number', async () => {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  close(a, ['protection-officer'])
  await agree(a, b)
  await talk(a, b)
  await ask(a)
  const waits = (sight: Sight) => look(a.node, a.relation(RELATION), (at) => heldPage(at, null, sight))
  const told = async (sight: Sight) => {
    const { rows, others } = await waits(sight)
    return [rows.length, others]
  }
  assert.deepEqual(await told(seeing('protection-officer')), [1, 0])
  assert.deepEqual(await told(seeing('secretary')), [0, 0])
  assert.deepEqual(await told(seeing('protection-officer', 'aaa-elsewhere')), [0, 1])
})

test('PROCEDURE-24 a count is for who may read under every version of a procedure, also where that is nobody', async () => {
  const a = await newSide('aaa', [RELATION], 1)
  const tally = [{ procedure: 'test-errand', plays: null, offices: [], count: 3 }]
  const counted = (role: Role) => seenOf(a.node, RELATION, tally, seeing(role))
  close(a, ['protection-officer', 'protection-lead'], ['protection-lead'])
  assert.deepEqual([counted('protection-officer'), counted('protection-lead')], [0, 3])
  close(a, ['protection-officer'], ['protection-lead'])
  for (const role of ['protection-officer', 'protection-lead', 'secretary'] as const)
    assert.equal(counted(role), 0, role)
})
