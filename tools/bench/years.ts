/** What reading the counts of a review costs as they grow with the days of a register, whatever a day brought. */
import type { TallyChange } from '@counterpart/casework'
import { inTurns, type Timed } from './measure.ts'
import { COMMITMENTS } from './review.ts'
import type { Side } from './side.ts'

export interface Years {
  years: number
  /** Rows that are summed. */
  rows: number
  read: Timed
}

const RELATION = 'aaa~bbb/years'
const DAYS = 365
const MEASURES = ['opened', 'closed', 'indicator answered', 'indicator answer-time']
const LEVELS = ['gate', 'province', 'ministry']
const parents = Array.from({ length: COMMITMENTS }, (_, at) => at.toString(16).padStart(64, '0'))

/** On every day something of every kind, and under each commitment something on one day of five. */
function dayOf(day: number): TallyChange[] {
  const of = (parent: string, side: string, level: string) =>
    MEASURES.map((measure) => ({
      parent,
      procedure: 'invented',
      side,
      level,
      measure,
      day,
      count: 1,
      seconds: 3600,
    }))
  return [
    ...LEVELS.flatMap((level) => [...of('', 'aaa', level), ...of('', 'bbb', level)]),
    ...parents.flatMap((parent, at) => (at % 5 === day % 5 ? of(parent, 'aaa', 'gate') : [])),
  ]
}

export async function measureYears(
  { store }: Pick<Side, 'store'>,
  ages: readonly number[],
  times: number,
): Promise<Years[]> {
  await store.open(RELATION, 'aaa', 'bbb')
  const measured: Years[] = []
  let rows = 0
  let day = 0
  for (const years of ages) {
    for (; day < years * DAYS; day++) {
      const changes = dayOf(day)
      rows += changes.length
      await store.locked(RELATION, (writer) => writer.addTally(changes))
    }
    const query = { parents: ['', ...parents], level: null, first: null, last: day }
    const read = await inTurns(times, 1, () => store.read(RELATION, (reader) => reader.tallySums(query)))
    measured.push({ years, rows, read })
  }
  return measured
}
