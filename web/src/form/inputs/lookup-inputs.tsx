import { Select } from 'antd'
import { useDeclarations, useOffices } from '../../api/queries.ts'
import { useSession, useSigned } from '../../api/session.tsx'
import type { Level } from '../../api/types.ts'
import { scopeOf } from '../../declared/office-scope.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { useClearing } from '../../parts/clearing.tsx'
import { useParty } from '../../parts/party.tsx'
import { searching } from '../../parts/searching.ts'
import { useTexts } from '../../text/use-texts.tsx'
import { described } from '../described.ts'
import type { InputOf } from '../input.ts'

/** Offices by the name they bear, grouped by side, the own first. */
export function OfficePick({
  id,
  side,
  level = null,
  value,
  onChange,
  invalid = false,
}: {
  id: string
  side: string | null
  /** Only those at this level, where the side has any there. */
  level?: Level | null
  value: string | null
  onChange(code: string | undefined): void
  invalid?: boolean
}) {
  const { t, pick, named } = useTexts()
  const clearing = useClearing()
  const nameOf = useParty()
  const session = useSession()
  const ofSide = useOffices().filter((one) => side === null || one.side === side)
  const atLevel = ofSide.filter((one) => one.level === level)
  const offices = atLevel.length > 0 ? atLevel : ofSide
  // Whoever takes the first of two that bear the same name means the own.
  const own = ({ side }: { side: string }) => Number(side === session.side)
  const sides = [...new Set(offices.toSorted((a, b) => own(b) - own(a)).map((one) => one.side))]
  const options = sides.map((one) => ({
    label: nameOf(one),
    options: offices
      .filter((office) => office.side === one)
      .map((office) => ({
        value: office.code,
        label: `${pick(office.name)} · ${named('level', office.level)}`,
      })),
  }))
  const chosen = ofSide.find(({ code }) => code === value)
  return (
    <>
      <Select<string>
        id={id}
        {...described(id)}
        showSearch={searching()}
        allowClear={clearing}
        placeholder={t('form.choose')}
        status={invalid ? 'error' : ''}
        options={sides.length === 1 ? (options[0]?.options ?? []) : options}
        value={value}
        onChange={(code) => onChange(code ?? undefined)}
      />
      {/* Offices of two sides may bear the same name, and the end of a long one does not fit into the box. */}
      {chosen && (
        <p className="form-help">
          {pick(chosen.name)} · {nameOf(chosen.side)}
        </p>
      )}
    </>
  )
}

export function OfficeInput({ id, name, beside, value, onChange, invalid }: InputOf<'office'>) {
  const { session, relation } = useSigned()
  const { side, level } = scopeOf(name, beside)
  return (
    <OfficePick
      id={id}
      side={side === 'ours' ? session.side : side === 'theirs' ? relation.other : null}
      level={level}
      value={typeof value === 'string' ? value : null}
      onChange={onChange}
      invalid={invalid}
    />
  )
}

export function DigestInput({ id, value, onChange, invalid }: InputOf<'digest'>) {
  const { t } = useTexts()
  const clearing = useClearing()
  const naming = useNaming()
  const options = useDeclarations().map((one) => ({
    value: one.digest,
    label: `${naming({ digest: one.digest, procedure: one.procedure.name }).name} · ${one.procedure.version} · ${one.digest.slice(0, 12)}`,
  }))
  return (
    <Select<string>
      id={id}
      {...described(id)}
      allowClear={clearing}
      placeholder={t('form.choose')}
      status={invalid ? 'error' : ''}
      options={options}
      value={typeof value === 'string' ? value : null}
      onChange={(one) => onChange(one ?? undefined)}
    />
  )
}
