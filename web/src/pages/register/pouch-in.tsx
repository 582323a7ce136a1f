import { ApiError } from '@counterpart/client'
import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { type DragEvent, useRef, useState } from 'react'
import { takePouch } from '../../api/pouch.ts'
import type { PouchTaken } from '../../api/types.ts'
import { Icon } from '../../parts/icon.tsx'
import { useFaultText } from '../../parts/waiting.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { isPouch } from './pouch.ts'

type Outcome =
  | { is: 'queued' }
  | { is: 'reading' }
  | { is: 'none' }
  | { is: 'taken'; taken: PouchTaken }
  | { is: 'fault'; fault: unknown }

interface Read {
  key: number
  name: string
  outcome: Outcome
}

/** By which the operators' handbook tells what to do. */
function Code({ code }: { code: string }) {
  const { t } = useTexts()
  return <span className="soft small"> {t('fault.code', { code })}</span>
}

function Result({ read: { name, outcome }, held }: { read: Read; held: number }) {
  const { t, number, named } = useTexts()
  const say = useFaultText()
  if (outcome.is === 'queued') return <li className="soft">{t('pouch.queued', { name })}</li>
  if (outcome.is === 'reading') return <li>{t('pouch.reading', { name, held: number(held) })}</li>
  if (outcome.is === 'none')
    return (
      <li className="pouch-refused">
        <b>{name}</b> {t('value.labelled', { label: t('pouch.refused') })}
        {t('pouch.none')}
      </li>
    )
  if (outcome.is === 'fault')
    return (
      <li className="pouch-refused">
        <b>{name}</b> {t('value.labelled', { label: t('pouch.refused') })}
        {say(outcome.fault)}
        {outcome.fault instanceof ApiError && <Code code={outcome.fault.code} />}
      </li>
    )
  const { fresh, held: already, aside, receipted, pieces, early, passed, refused } = outcome.taken
  const isFiles = fresh + already + aside === 0 && pieces + early + passed > 0
  const said = isFiles
    ? [t('pouch.files-alone')]
    : [t('pouch.fresh', { count: number(fresh) }), t('pouch.held', { count: number(already) })]
  if (aside > 0) said.push(t('pouch.waits', { count: number(aside) }))
  if (pieces > 0) said.push(t('pouch.pieces', { count: number(pieces) }))
  if (passed > 0) said.push(t('pouch.passed', { count: number(passed) }))
  if (early > 0) said.push(t('pouch.early', { count: early }))
  if (fresh > 0) said.push(t('pouch.receipt-back'))
  if (receipted !== null) said.push(t('pouch.receipted', { size: number(receipted) }))
  return (
    <li className={refused === null ? 'pouch-taken' : 'pouch-refused'}>
      <b>{name}</b> {said.join(' · ')}
      {refused !== null && (
        <>
          {' '}
          {t('value.labelled', { label: t('pouch.refused') })}
          {named('fault', refused)}
          <Code code={refused} />
        </>
      )}
    </li>
  )
}

/** Takes in files of the other side, one after the other, and says of each what it brought. */
export function PouchIn({
  relation,
  held,
  onBusy,
}: {
  relation: string
  held: number
  onBusy(busy: boolean): void
}) {
  const { t } = useTexts()
  const client = useQueryClient()
  const picker = useRef<HTMLInputElement>(null)
  const queue = useRef<Promise<void>>(Promise.resolve())
  const last = useRef(0)
  const [reads, setReads] = useState<Read[]>([])
  const [isOver, setOver] = useState(false)

  const settle = (key: number, outcome: Outcome) =>
    setReads((all) => all.map((one) => (one.key === key ? { ...one, outcome } : one)))

  async function read(key: number, file: File): Promise<boolean> {
    settle(key, { is: 'reading' })
    try {
      if (!(await isPouch(file))) {
        settle(key, { is: 'none' })
        return false
      }
      const taken = await takePouch(relation, file)
      settle(key, { is: 'taken', taken })
      return taken.early > 0
    } catch (fault) {
      settle(key, { is: 'fault', fault })
      return false
    } finally {
      await client.invalidateQueries({ queryKey: ['register'] })
    }
  }

  /** What came before the entries that name it is read once more behind them. */
  async function readAll(added: readonly { key: number; file: File }[]) {
    const early = []
    for (const one of added) if (await read(one.key, one.file)) early.push(one)
    if (early.length < added.length) for (const one of early) await read(one.key, one.file)
  }

  function add(files: Iterable<File>) {
    const added = [...files].map((file) => {
      last.current += 1
      return { key: last.current, file }
    })
    if (added.length === 0) return
    setReads((all) => [
      ...all,
      ...added.map(({ key, file }) => ({ key, name: file.name, outcome: { is: 'queued' as const } })),
    ])
    onBusy(true)
    queue.current = queue.current.then(() => readAll(added))
    const mine = queue.current
    void mine.then(() => {
      if (queue.current === mine) onBusy(false)
    })
  }

  function drop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    add(event.dataTransfer.files)
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same without a mouse
    <div
      className={isOver ? 'pouch-in pouch-over' : 'pouch-in'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <input
        ref={picker}
        type="file"
        accept=".pouch"
        multiple
        hidden
        aria-label={t('pouch.bring')}
        onChange={(event) => {
          add(event.target.files ?? [])
          // The same file may be chosen again.
          event.target.value = ''
        }}
      />
      <Button block icon={<Icon name="reply" />} onClick={() => picker.current?.click()}>
        {t('pouch.bring')}
      </Button>
      <p className="soft small">{t('pouch.drop')}</p>
      {reads.length > 0 && (
        <ul className="pouch-files" aria-live="polite">
          {reads.map((one) => (
            <Result key={one.key} read={one} held={held} />
          ))}
        </ul>
      )}
    </div>
  )
}
