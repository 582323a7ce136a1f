import { Tooltip } from 'antd'
import type { Rung } from '../../api/types.ts'
import { useParty } from '../../parts/party.tsx'
import { useTexts } from '../../text/use-texts.tsx'

type Part = Rung['parts'][number]

/** What is simply here, in a dossier that stands open, needs no word. */
export function hasPartMark({ state, ends, copies, late }: Part): boolean {
  return state !== 'held' || ends !== null || copies.length > 0 || late.length > 0
}

/** What has become, or will become, of one part of an act: on both sides, by which rule, and since when. */
export function PartMark({ part, name }: { part: Part; name: string }) {
  const { t, named, moment: day } = useTexts()
  const sideName = useParty()
  const { state, ends, copies, late } = part
  const lines = copies.map(({ side, time, final, why }) =>
    t('part.copy', { side: sideName(side), day: day(time), why: named('part-why', why), final: day(final) }),
  )
  const missing = late.map((side) => t('part.late', { side: sideName(side) }))
  return (
    <Tooltip title={[...lines, ...missing].join(' · ')}>
      <span
        className={`chip ${state === 'held' ? 'chip-ends' : 'chip-gone'}${late.length > 0 ? ' chip-late' : ''}`}
      >
        {t('value.labelled', { label: name })}
        {ends === null ? named('part', state) : t('part.ends', { day: day(ends) })}
        {missing.length > 0 && <> · {missing.join(' · ')}</>}
      </span>
    </Tooltip>
  )
}
