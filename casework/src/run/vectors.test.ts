import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cases, vectors } from '../../../protocol/src/_vectors.ts'
import {
  type DigestInput,
  digestIn,
  foldIn,
  type MarkInput,
  markIn,
  type ProcedureInput,
  procedureIn,
} from './_vectors.ts'

function run<I>(name: string, answer: (input: I) => unknown): void {
  for (const { id, input, expected, error } of vectors<I, unknown>(name))
    if (error === undefined) assert.deepEqual(answer(input), expected, id)
    else
      assert.throws(
        () => answer(input),
        (thrown) => thrown instanceof Error && 'code' in thrown && thrown.code === error,
        `${id}: ${error}`,
      )
}

test('DIGEST-1 DIGEST-2 DIGEST-3 DIGEST-5 digests are those of the vectors', () =>
  run<DigestInput>('digest', digestIn))

test('MARK-4 MARK-5 MARK-6 MARK-7 marks are judged as the vectors say', () => run<MarkInput>('mark', markIn))

/** The first case has the declarations; the others are judged under them. */
test('DIGEST-6 CUT-7 CUT-8 PROCEDURE-4 PROCEDURE-5 PROCEDURE-6 PROCEDURE-7 PROCEDURE-8 PROCEDURE-9 PROCEDURE-10 PROCEDURE-11 PROCEDURE-15 PROCEDURE-16 PROCEDURE-17 PROCEDURE-18 PROCEDURE-19 PROCEDURE-20 PROCEDURE-21 PROCEDURE-22 PROCEDURE-23 DECLARATION-12 DECLARATION-13 entries are judged as the vectors say', () => {
  const [first] = vectors<ProcedureInput, unknown>('procedure')
  const declarations = first?.input.declarations ?? assert.fail()
  for (const [digest, declaration] of Object.entries(declarations))
    assert.equal(digestIn({ declaration }), digest)
  run<ProcedureInput>('procedure', (input) => procedureIn({ ...input, declarations }))
})

/** What is left out of an input is that of the first. */
test('DECLARATION-2 DECLARATION-5 DECLARATION-6 DECLARATION-7 DECLARATION-8 DECLARATION-9 DECLARATION-10 DECLARATION-12 DECLARATION-13 PROCEDURE-9 ORDER-3 ORDER-13 CLOCK-3 what stands after an entry is what the vectors say, whatever its verdict', () => {
  const all = cases<ProcedureInput, ReturnType<typeof foldIn>>('fold')
  const first = all[0]?.input ?? assert.fail()
  for (const { id, input, expected } of all) assert.deepEqual(foldIn({ ...first, ...input }), expected, id)
})
