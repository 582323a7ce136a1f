import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newCertificate, pinOf } from '../../keys/certificate.ts'
import type { Node, Relation } from '../relation.ts'
import { dateOf, renewCertificate } from './line-certificate.ts'

const MADE = 1_700_000_000
const YEAR = 365 * 86_400

async function relation(write: (certificate: string) => void): Promise<Relation> {
  const made = await newCertificate('aaa.test', MADE)
  const date = dateOf(made.certificate)
  return {
    ring: { certify: ({ certificate }: { certificate: string }) => write(certificate) },
    ourCertificate: { ...made, fingerprint: date.fingerprint },
    certificates: { ours: date, theirs: date },
  } as unknown as Relation
}

const node = { clock: () => MADE + 9 * YEAR } as Node

test('another certificate is of the same key, and says since when that is in use and until when it is good now', async () => {
  const kept: string[] = []
  const one = await relation((certificate) => void kept.push(certificate))
  const { certificate: first } = one.ourCertificate ?? assert.fail()
  const held = one.ourCertificate
  const renewed = await renewCertificate(node, one)
  const { certificate, fingerprint } = one.ourCertificate ?? assert.fail()
  assert.deepEqual(kept, [certificate])
  assert.equal(held, one.ourCertificate)
  assert.equal(pinOf(certificate), pinOf(first))
  assert.equal(fingerprint, renewed.fingerprint)
  assert.notEqual(fingerprint, dateOf(first).fingerprint)
  assert.ok(renewed.until > MADE + 18 * YEAR && dateOf(first).until < MADE + 11 * YEAR)
  assert.deepEqual(one.certificates?.ours, renewed)
})

for (const when of ['before', 'after'] as const)
  test(`a certificate whose write failed ${when} it was made is not shown; the old one goes on, and the next try ends it`, async () => {
    let disk = ''
    let fails = true
    const one = await relation((certificate) => {
      if (fails && when === 'before') throw new Error('full')
      disk = certificate
      if (fails) throw new Error('full')
    })
    const before = structuredClone(one.ourCertificate)
    const dates = structuredClone(one.certificates)
    await assert.rejects(renewCertificate(node, one), /full/)
    assert.deepEqual([one.ourCertificate, one.certificates], [before, dates])
    // What may be on disk is of the same key: whoever starts with it is taken for the same.
    if (when === 'after') assert.equal(pinOf(disk), pinOf(before?.certificate ?? ''))
    fails = false
    await renewCertificate(node, one)
    assert.equal(one.ourCertificate?.certificate, disk)
  })
