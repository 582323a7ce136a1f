/** From when and until when keys and certificates are good. */
import { X509Certificate } from 'node:crypto'
import type { Dated } from '../../http/schema/operation.ts'
import type { RelationOptions } from '../../node.ts'
import type { Look } from '../look.ts'

/** `officers`: the certificate that browsers are shown, PEM; `null` where something in front of the node has it. */
export function certificateDates(relations: readonly RelationOptions[], officers: string | null): Dated[] {
  const dated: Dated[] = relations.flatMap(({ keys, counterpart }) =>
    [
      { side: keys.party, certificate: keys.tls.certificate },
      { side: counterpart.party, certificate: counterpart.tls.certificate },
    ].map(({ side, certificate }) => ({
      what: 'line-certificate' as const,
      relation: keys.relation,
      side,
      epoch: null,
      ...validity(certificate),
    })),
  )
  if (officers === null) return dated
  const own = { what: 'officers-certificate' as const, relation: null, side: null, epoch: null }
  return [...dated, { ...own, ...validity(officers) }]
}

function validity(certificate: string): Pick<Dated, 'from' | 'until'> {
  const { validFromDate, validToDate } = new X509Certificate(certificate)
  return { from: seconds(validFromDate), until: seconds(validToDate) }
}

function seconds(date: Date): number {
  return Math.max(0, Math.floor(date.getTime() / 1000))
}

/** Since when the keys of both logs sign: they have no end of their own. */
export async function keyDates({ reader, relation }: Look): Promise<Dated[]> {
  const dates: Dated[] = []
  for (const [side, epoch] of [
    [relation.ours, relation.epoch],
    [relation.theirs, relation.theirEpoch],
  ] as const) {
    const [first] = await reader.entries(side, 0, { entries: 1, bytes: 1 })
    dates.push({ what: 'keys', relation: relation.id, side, epoch, from: first?.time ?? null, until: null })
  }
  return dates
}
