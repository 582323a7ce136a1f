import assert from 'node:assert/strict'
import { test } from 'node:test'
import { base64, cosign, custodyName, verifyEvidence } from '@counterpart/protocol'
import { unzipSync } from 'fflate'
import { act, agree, ask, headsOf, RELATION, talk } from '../uses/_talk.ts'
import { fakeSigner, newSide, type Side } from '../uses/_world.ts'
import { sidesOf } from '../uses/keys/key-steps.ts'
import { authorshipOf, proofOf } from '../uses/log/entry-proof.ts'
import { look } from './look.ts'
import { evidenceFile } from './proof.ts'

const custody = fakeSigner(custodyName('aaa.test', RELATION))
const many = Array.from({ length: 61 }, (_, i) => `— other-${i} ${base64(new Uint8Array(8))}\n`).join('')

/** As a head with such lines was stored before they were refused. */
async function addLines(side: Side, log: string, lines: (note: string) => string): Promise<void> {
  await side.store.locked(RELATION, async (writer) => {
    for (let size = 1; ; ) {
      const row = await writer.checkpointFrom(log, size)
      if (!row) return
      await writer.mendCheckpoint({ ...row, note: row.note + lines(row.note) }, 1)
      size = row.size + 1
    }
  })
}

const kinds: Record<string, (note: string) => string> = {
  'of the custody that receipted it': (note) => `${cosign(note, custody, 1).split('\n')[0]}\n`,
  'of many names': () => many,
}

for (const [kind, lines] of Object.entries(kinds))
  test(`CHECKPOINT-9 stored heads with lines ${kind} prove what they proved, and go out as they were signed`, async () => {
    const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
    await agree(a, b)
    const { dossier, leaf } = await ask(b)
    await talk(a, b)
    await act(a, dossier, 'answer', { on: leaf, fields: { outcome: 'yes' } })
    await talk(a, b)
    const relation = a.relation(RELATION)
    const proofs = () =>
      a.store.read(RELATION, async (reader) => {
        const at = { node: a.node, relation, reader }
        const rows = await reader.dossierEntries(dossier)
        return Promise.all(rows.flatMap((row) => [proofOf(at, row), authorshipOf(at, row)]))
      })
    const before = await proofs()
    await ask(a, 'not sent yet')
    for (const log of ['aaa', 'bbb']) await addLines(a, log, lines)
    const after = await proofs()
    assert.ok(before.length > 2 && before.every((proof, at) => proof === after[at]))
    const { bytes } = await look(a.node, relation, (at) => evidenceFile(at, dossier))
    const members = new Map(Object.entries(unzipSync(bytes)))
    const findings = verifyEvidence(members, sidesOf(relation), a.node.verifier)
    assert.ok(findings.length > 0 && findings.every((one) => one.kind !== 'refused'))
    await talk(a, b)
    assert.equal((await headsOf(b)).theirs.size, (await headsOf(a)).ours.size)
  })
