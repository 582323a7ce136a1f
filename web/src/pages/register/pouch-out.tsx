import { ApiError } from '@counterpart/client'
import { Button, Select } from 'antd'
import { useId, useState } from 'react'
import { planPouch, pouchAddress } from '../../api/pouch.ts'
import type { Pouch, PouchFile } from '../../api/types.ts'
import { NumberBox } from '../../form/number-box.tsx'
import type { Bounds } from '../../form/whole-number.ts'
import { Icon } from '../../parts/icon.tsx'
import { Failure } from '../../parts/waiting.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { boundsOf, MEGABYTE, plannedOf, wrongOf } from './pouch-size.ts'

function Wrong({ within }: { within: Bounds }) {
  const { t, number } = useTexts()
  return (
    <p className="form-wrong" role="alert">
      {t('wrong.whole', { min: number(within.min), max: number(within.max) })}
    </p>
  )
}

/** Of an entry that was typed, and that there is not yet. */
function isBeyond(fault: unknown): boolean {
  return fault instanceof ApiError && fault.code === 'bad-query' && fault.path === '/since'
}

interface Props {
  relation: string
  sizes: Pouch['sizes']
  /** A file is being saved: the node notes that it was carried out. */
  onSaved(): void
}

/** Divides what waits into files of a size; each is then saved from its own link. */
export function PouchOut({ relation, sizes, onSaved }: Props) {
  const { t, number } = useTexts()
  const id = useId()
  const [size, setSize] = useState<'stick' | 'disc' | 'other'>('stick')
  const [megabytes, setMegabytes] = useState<number | string | undefined>(100)
  const [since, setSince] = useState<number | string | undefined>()
  const [files, setFiles] = useState<PouchFile[] | null>(null)
  const [fault, setFault] = useState<unknown>(null)
  const [isMaking, setMaking] = useState(false)
  const [isAsked, setAsked] = useState(false)
  const typed = { size, megabytes, since }
  const within = boundsOf(sizes)
  const wrong = isAsked ? wrongOf(typed, within) : null

  /** What was answered before was of other boxes. */
  function forget() {
    setFiles(null)
    setFault(null)
  }

  async function make() {
    setAsked(true)
    const asked = plannedOf(typed, sizes)
    if (asked === null) return
    setMaking(true)
    setFault(null)
    try {
      setFiles(await planPouch(relation, asked.bytes, asked.since))
    } catch (error) {
      setFiles(null)
      setFault(error)
    } finally {
      setMaking(false)
    }
  }

  return (
    <div className="pouch-out">
      <label htmlFor={`${id}-size`}>{t('pouch.size')}</label>
      <Select
        id={`${id}-size`}
        value={size}
        onChange={(next) => {
          setSize(next)
          forget()
        }}
        options={(['stick', 'disc', 'other'] as const).map((value) => ({
          value,
          label: t(`pouch.size-${value}`),
        }))}
      />
      {size === 'other' && (
        <NumberBox
          label={t('pouch.megabytes')}
          within={within.megabytes}
          value={megabytes}
          onChange={(next) => {
            setMegabytes(next)
            forget()
          }}
          invalid={wrong === 'megabytes'}
        />
      )}
      {wrong === 'megabytes' && <Wrong within={within.megabytes} />}
      <label htmlFor={`${id}-since`}>{t('pouch.since')}</label>
      <NumberBox
        id={`${id}-since`}
        placeholder={t('pouch.since-hint')}
        within={within.since}
        value={since}
        onChange={(next) => {
          setSince(next)
          forget()
        }}
        invalid={wrong === 'since'}
      />
      {wrong === 'since' && <Wrong within={within.since} />}
      <Button block icon={<Icon name="out" />} loading={isMaking} onClick={() => void make()}>
        {t('pouch.make')}
      </Button>
      {fault !== null &&
        (isBeyond(fault) ? (
          <p className="form-wrong" role="alert">
            {t('pouch.since-beyond')}
          </p>
        ) : (
          <Failure fault={fault} />
        ))}
      {files && (
        <ul className="pouch-files">
          {files.map((file) => (
            <li key={file.name}>
              <a href={pouchAddress(relation, file)} download={file.name} onClick={onSaved}>
                {t('pouch.file', { part: file.part, of: file.of, name: file.name })}
              </a>
              <span className="soft small">
                {file.end > file.start
                  ? t('pouch.file-entries', {
                      count: file.end - file.start,
                      mb: number(Math.ceil(file.bytes / MEGABYTE)),
                    })
                  : file.pieces
                    ? t('pouch.file-pieces', { mb: number(Math.ceil(file.bytes / MEGABYTE)) })
                    : t('pouch.file-receipt')}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
