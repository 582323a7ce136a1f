import { useMemo, useRef, useState } from 'react'
import { useSigned } from '../../api/session.tsx'
import type { FrameRow } from '../../api/types.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { useParty } from '../../parts/party.tsx'
import { Plain } from '../../parts/said.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { useToday } from '../../time/use-now.ts'
import { ContactPoints } from './contact-points.tsx'
import { facedBy, linesOf, sortFacing } from './facing-lines.ts'
import {
  contactPointsOf,
  type Facing,
  facingsOf,
  levelName,
  levelsOf,
  type Office,
  officesOf,
} from './mechanism.ts'
import { OfficeCard } from './office-card.tsx'
import { useBoxes } from './use-boxes.ts'

const MARK = 'data-office'

/** The offices of both sides in two columns by level, and drawn between them who faces whom. */
export function FacingMap({ mechanism }: { mechanism: FrameRow }) {
  const { t, named } = useTexts()
  const { session, relation } = useSigned()
  const nameOf = useParty()
  const naming = useNaming()(mechanism)
  const today = useToday()
  const { slots } = mechanism
  const offices = useMemo(() => officesOf(slots), [slots])
  const facings = useMemo(() => facingsOf(slots), [slots])
  const points = useMemo(() => contactPointsOf(slots, today), [slots, today])
  const [pointed, point] = useState<string | null>(null)
  const [pinned, pin] = useState<string | null>(null)
  const lit = pointed ?? pinned
  const faced = lit === null ? [] : facedBy(lit, facings)
  const byCode = new Map(offices.map((office) => [office.code, office]))

  function litOf(code: string): 'self' | 'faced' | 'no' | null {
    if (lit === null) return null
    return code === lit ? 'self' : faced.includes(code) ? 'faced' : 'no'
  }
  function column(own: readonly Office[], tone: 'ours' | 'theirs') {
    return (
      <ul className={`offices offices-${tone}`}>
        {own.map((office) => (
          <OfficeCard
            key={office.code}
            mechanism={mechanism}
            office={office}
            above={byCode.get(office.parent ?? '')}
            points={points.filter((one) => one.office === office.code)}
            tone={tone}
            lit={litOf(office.code)}
            pinned={office.code === pinned}
            onLight={point}
            onPin={(code) => pin(code === pinned ? null : code)}
          />
        ))}
      </ul>
    )
  }

  return (
    <Drawing offices={offices} facings={facings} ours={session.side} lit={lit}>
      {levelsOf(slots, naming.declared?.procedure.levels ?? []).map((level) => {
        const ours = offices.filter((one) => one.level === level && one.party === session.side)
        const theirs = offices.filter((one) => one.level === level && one.party !== session.side)
        return (
          <section key={level} className="level" aria-label={named('level', level)}>
            <header className="level-head">
              <span className="level-ours">
                <b>{nameOf(session.side)}</b>{' '}
                <LevelName mechanism={mechanism} party={session.side} level={level} />
              </span>
              <h3>{named('level', level)}</h3>
              <span className="level-theirs">
                <b>{nameOf(relation.other)}</b>{' '}
                <LevelName mechanism={mechanism} party={relation.other} level={level} />
              </span>
            </header>
            {ours.length + theirs.length === 0 ? (
              <p className="soft level-none">{t('directory.no-offices')}</p>
            ) : (
              <div className="level-offices">
                {column(ours, 'ours')}
                {column(sortFacing(theirs, ours, facings), 'theirs')}
              </div>
            )}
          </section>
        )
      })}
      {/* Named for an office that the mechanism does not have: said rather than left out. */}
      <ContactPoints mechanism={mechanism} points={points.filter((one) => !byCode.has(one.office))} named />
    </Drawing>
  )
}

function LevelName({ mechanism, party, level }: { mechanism: FrameRow; party: string; level: string }) {
  const name = levelName(mechanism.slots, party, level)
  return name === null ? null : <Plain value={name} />
}

interface DrawingProps {
  offices: readonly Office[]
  facings: readonly Facing[]
  ours: string
  lit: string | null
  children: React.ReactNode
}

/** The lines lie behind the offices; for whoever does not see them, the table below says the same. */
function Drawing({ offices, facings, ours, lit, children }: DrawingProps) {
  const whole = useRef<HTMLDivElement>(null)
  const { width, height, boxes } = useBoxes(whole, MARK)
  const lines = useMemo(() => {
    const left = new Set(offices.flatMap(({ code, party }) => (party === ours ? [code] : [])))
    return linesOf(facings, boxes, (code) => left.has(code))
  }, [offices, facings, boxes, ours])
  const sorted = lines.toSorted((a, b) => Number(isLit(a, lit)) - Number(isLit(b, lit)))
  return (
    <div className={lit === null ? 'facing' : 'facing facing-lit'} ref={whole}>
      <svg className="facing-lines" width={width} height={height} aria-hidden="true">
        {sorted.map((line) => (
          <path key={line.key} d={line.path} className={isLit(line, lit) ? 'line line-lit' : 'line'} />
        ))}
      </svg>
      {children}
    </div>
  )
}

function isLit({ one, other }: { one: string; other: string }, lit: string | null): boolean {
  return lit !== null && (one === lit || other === lit)
}
