/** A record as both sides hold it when it is entered: every item through two logs, marks, order and fold. */
import type { Frame, Procedure } from '@counterpart/casework'
import { hex, sha256, utf8 } from '@counterpart/protocol'
import { drive, PARTIES, type Step as RunStep } from '../procedures/_drive.ts'
import { type PublicRecord, partiesOf, resolve, wavesOf } from './index.ts'

/** Stands for the dossier of an item. */
export function dossierOf(item: string): string {
  return hex(sha256(utf8(`item ${item}`)))
}

export function framesOf(record: PublicRecord, procedures: readonly Procedure[]): Frame[] {
  const [first] = partiesOf(record)
  const invented = (party: string) => (party === first ? PARTIES[0] : PARTIES[1])
  return wavesOf(record, procedures)
    .flat()
    .map((step): Frame => {
      const procedure = procedures.find(({ name }) => name === step.procedure)
      if (!procedure) throw new Error(`no procedure ${step.procedure}`)
      const deed = (one: typeof step.opening, at: number, on?: number): RunStep => ({
        by: invented(one.party),
        act: one.act,
        at,
        fields: resolve(one.fields, dossierOf),
        approved: true,
        ...(at === 0 ? { level: step.level } : {}),
        ...(on === undefined ? {} : { on }),
        expect: { verdict: 'effective', state: '' },
      })
      const answer = step.answer ? [deed(step.answer, 60, step.answer.on ? 0 : undefined)] : []
      const driven = drive(procedure, { file: step.item, steps: [deed(step.opening, 0), ...answer] })
      for (const { verdict, problems, step: done } of driven)
        if (verdict?.kind !== 'effective' || problems.length > 0)
          throw new Error(`${step.item} ${done.act}: ${JSON.stringify({ verdict, problems })}`)
      const state = driven.at(-1)?.state
      if (!state) throw new Error(`${step.item} is not there`)
      const under = step.under.map((item) => ({ dossier: dossierOf(item) }))
      return { id: dossierOf(step.item), procedure, state, level: step.level, under }
    })
}
