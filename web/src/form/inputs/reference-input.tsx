import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { type UIEvent, useContext, useEffect, useState } from 'react'
import { dossierQuery, referableQuery } from '../../api/queries.ts'
import { useSigned } from '../../api/session.tsx'
import { dossierOf } from '../../declared/read.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { useClearing } from '../../parts/clearing.tsx'
import { searching } from '../../parts/searching.ts'
import { useFaultText } from '../../parts/waiting.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { BesideContext } from '../beside.ts'
import { described } from '../described.ts'
import type { InputOf } from '../input.ts'
import { ENOUGH, type Referable, readsOn, referable } from '../referable.ts'

/** How far from the end of the list, in pixels, one is at its end. */
const NEAR_END = 40

const search = searching()

/** Any dossier that the officer may read, by its title: what is not among the first is read while one types or scrolls. */
export function ReferenceInput({ id, field, value, onChange, invalid }: InputOf<'reference'>) {
  const { t, pick } = useTexts()
  const say = useFaultText()
  const clearing = useClearing()
  const { relation } = useSigned()
  const naming = useNaming()
  const [isOpen, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const [wanted, setWanted] = useState(ENOUGH)
  const plays = field.plays ?? null
  const list = useInfiniteQuery({ ...referableQuery(relation.id, plays), enabled: isOpen })
  const { fetchNextPage, hasNextPage, isFetching, isError } = list

  const beside = useContext(BesideContext)
  const stood = useQuery({
    ...dossierQuery(beside?.dossier ?? ''),
    enabled: isOpen && beside !== null,
  }).data
  const offered = referable(
    plays,
    beside && stood ? { dossier: stood, isNew: beside.isNew } : null,
    list.data?.pages.flatMap(({ rows }) => rows) ?? [],
  )

  const chosen = dossierOf(value)
  const isOffered = offered.some((one) => one.id === chosen)
  const named = useQuery({
    ...dossierQuery(chosen ?? ''),
    enabled: chosen !== null && !isOffered,
    retry: false,
  }).data
  const optionOf = (row: Referable) => ({
    value: row.id,
    label: `${pick(row.title)} · ${naming(row).name}`,
  })
  const options = [...offered, ...(named && !isOffered ? [named] : [])].map(optionOf)

  const fitting = options.filter((option) => search.filterOption(typed, option)).length
  const goesOn = readsOn({
    isOpen,
    hasNext: hasNextPage,
    isReading: isFetching,
    failed: isError,
    fitting,
    wanted,
  })
  useEffect(() => {
    if (goesOn) void fetchNextPage()
  }, [goesOn, fetchNextPage])

  const isSought = !isError && (isFetching || goesOn)
  return (
    <Select<string>
      id={id}
      {...described(id)}
      showSearch={{
        ...search,
        onSearch: (text) => {
          setTyped(text)
          setWanted(ENOUGH)
        },
      }}
      allowClear={clearing}
      placeholder={t('form.choose')}
      status={invalid ? 'error' : ''}
      options={options}
      value={chosen}
      onChange={(dossier) => onChange(dossier ? { dossier } : undefined)}
      onOpenChange={(open) => {
        setOpen(open)
        setWanted(ENOUGH)
        if (open && isError) void list.refetch()
      }}
      onPopupScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }: UIEvent<HTMLElement>) => {
        if (scrollTop + clientHeight >= scrollHeight - NEAR_END) setWanted(fitting + ENOUGH)
      }}
      // Nothing was found only once all has been looked through.
      {...(isSought ? { notFoundContent: <span /> } : {})}
      popupRender={(menu) => (
        <>
          {menu}
          <p className="form-help referable-more" role="status">
            {isError
              ? say(list.error)
              : isSought
                ? t('form.more-sought')
                : t(hasNextPage ? 'form.more-typed' : 'form.no-more')}
          </p>
        </>
      )}
    />
  )
}
