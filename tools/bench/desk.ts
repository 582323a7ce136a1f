/** What it costs to open a desk, whatever lies in the register, beside reading as many rows as are shown. */
import { directoryOf } from '../../server/src/directory.ts'
import { allowOf, sightOf } from '../../server/src/http/permission/allow.ts'
import type { Officer } from '../../server/src/http/ports.ts'
import { desk } from '../../server/src/views/desk.ts'
import { inTurns, type Timed } from './measure.ts'
import type { Side } from './side.ts'

export interface Desks {
  /** Rows on the first page. */
  rows: number
  /** Of a secretary at the ministry, who sees all. */
  whole: Timed
  /** Of an officer at the gate whose office took part. */
  gate: Timed
}

const HEAD = 'aaa-head'
const name = (en: string) => ({ en, vi: en, 'zh-Hans': en })

export async function measureDesks(
  { running, relation }: Side,
  office: string,
  times: number,
): Promise<Desks> {
  const directory = directoryOf([
    { code: office, side: relation.ours, level: 'gate', name: name('Gate (invented)'), faces: [] },
    { code: HEAD, side: relation.ours, level: 'ministry', name: name('Ministry (invented)'), faces: [] },
  ])
  const node = { ...running.node, directory }
  const allow = allowOf(directory)
  let rows = 0
  const opened = (officer: Officer) => () => {
    const sight = sightOf(allow, directory, officer)
    return desk(node, { view: 'all' }, officer, sight).then((page) => {
      rows = Math.max(rows, page.rows.length)
    })
  }
  const at = (code: string, role: Officer['roles'][number]): Officer => {
    const found = directory.office(code)
    if (!found) throw new Error(code)
    return { id: code, name: 'Somebody (invented)', side: relation.ours, office: found, roles: [role] }
  }
  const whole = await inTurns(times, 1, opened(at(HEAD, 'secretary')))
  const gate = await inTurns(times, 1, opened(at(office, 'duty-officer')))
  return { rows, whole, gate }
}
