import { type RefSelectProps, Select } from 'antd'
import { useEffect, useRef } from 'react'
import { useNaming } from '../declared/use-naming.ts'
import { searching } from '../parts/searching.ts'
import { useTexts } from '../text/use-texts.tsx'
import { type Chosen, groupChoices, nameOfChoice } from './procedure-choices.ts'

interface Props {
  id: string
  choices: readonly Chosen[]
  /** The name of a choice; `null` until something was chosen: what is opened by mistake cannot be taken back. */
  value: string | null
  onChange(name: string): void
}

/** Which procedure: what both sides work on before what they keep on record, found by name or purpose. */
export function ProcedurePick({ id, choices, value, onChange }: Props) {
  const { t, language } = useTexts()
  const namingFor = useNaming()
  // What is picked brings another form, with a box of its own: whoever has no mouse goes on where the one before was.
  const box = useRef<RefSelectProps>(null)
  useEffect(() => {
    if (document.activeElement === document.body) box.current?.focus()
  }, [])
  const named = choices.map((chosen) => {
    const { declared, act } = chosen
    const { digest, procedure } = declared
    const its = namingFor({ digest, procedure: procedure.name })
    return {
      value: nameOfChoice(chosen),
      // In some languages the request is called as the procedure is.
      label: [...new Set([its.name, its.act(act)])].join(' · '),
      purpose: its.purpose,
      isWork: procedure.plays === null,
    }
  })
  const { work, record } = groupChoices(named, language)
  const groups = [
    { label: t('form.procedure-work'), options: work },
    { label: t('form.procedure-record'), options: record },
  ].filter(({ options }) => options.length > 0)
  return (
    <Select<string>
      ref={box}
      id={id}
      showSearch={searching('purpose')}
      listHeight={380}
      placeholder={t('form.choose')}
      value={value}
      onChange={onChange}
      options={groups.length === 1 ? (groups[0]?.options ?? []) : groups}
    />
  )
}
