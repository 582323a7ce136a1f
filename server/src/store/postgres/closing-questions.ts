/** Questions for the end of a log of the other side's that were answered. */
import type { ClosingQuestion } from '../store.ts'
import type { Known } from './heads.ts'
import type { Session, Statement } from './session.ts'

const ASKED: Statement = {
  name: 'closing-question',
  text: 'select time from counterpart.closing_question where relation = $1 and epoch = $2 and nonce = $3',
}

const PUT: Statement = {
  name: 'closing-question-put',
  text: `insert into counterpart.closing_question (relation, epoch, nonce, time) values ($1, $2, $3, $4)
    on conflict do nothing`,
}

const FORGET: Statement = {
  name: 'closing-question-forget',
  text: `delete from counterpart.closing_question where relation = $1 and (epoch <> $2 or time <= (
      select time from counterpart.closing_question where relation = $1 and epoch = $2
      order by time desc offset $3 limit 1
    ))`,
}

export async function closingTime(
  session: Session,
  relation: Known,
  epoch: number,
  nonce: Uint8Array,
): Promise<number | null> {
  const [row] = await session.rows<{ time: number }>(ASKED, [relation.id, epoch, nonce])
  return row?.time ?? null
}

export function putClosingTime(
  session: Session,
  relation: Known,
  { epoch, nonce, time }: ClosingQuestion,
  most: number,
): void {
  session.send(PUT, [relation.id, epoch, nonce, time])
  session.send(FORGET, [relation.id, epoch, most])
}
