import { Button, InputNumber, Select } from 'antd'
import { useId, useState } from 'react'
import { planPouch, pouchAddress } from '../../api/pouch.ts'
import type { Pouch, PouchFile } from '../../api/types.ts'
import { Icon } from '../../parts/icon.tsx'
import { Failure } from '../../parts/waiting.tsx'
import { useTexts } from '../../text/use-texts.tsx'

const MEGABYTE = 1e6

/** Divides what waits into files of a size; each is then saved from its own link. */
export function PouchOut({ relation, sizes }: { relation: string; sizes: Pouch['sizes'] }) {
  const { t, number } = useTexts()
  const id = useId()
  const [size, setSize] = useState<'stick' | 'disc' | 'other'>('stick')
  const [megabytes, setMegabytes] = useState(100)
  const [since, setSince] = useState<number | null>(null)
  const [files, setFiles] = useState<PouchFile[] | null>(null)
  const [fault, setFault] = useState<unknown>(null)
  const [isMaking, setMaking] = useState(false)
  const bytes = { stick: sizes.largest, disc: sizes.disc, other: megabytes * MEGABYTE }[size]

  async function make() {
    setMaking(true)
    setFault(null)
    try {
      setFiles(await planPouch(relation, bytes, since))
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
        onChange={setSize}
        options={(['stick', 'disc', 'other'] as const).map((value) => ({
          value,
          label: t(`pouch.size-${value}`),
        }))}
      />
      {size === 'other' && (
        <InputNumber
          aria-label={t('pouch.megabytes')}
          min={sizes.smallest / MEGABYTE}
          max={Math.floor(sizes.largest / MEGABYTE)}
          precision={0}
          value={megabytes}
          onChange={(value) => value !== null && setMegabytes(value)}
        />
      )}
      <label htmlFor={`${id}-since`}>{t('pouch.since')}</label>
      <InputNumber
        id={`${id}-since`}
        min={0}
        precision={0}
        placeholder={t('pouch.since-hint')}
        value={since}
        onChange={setSince}
      />
      <Button block icon={<Icon name="out" />} loading={isMaking} onClick={() => void make()}>
        {t('pouch.make')}
      </Button>
      {fault !== null && <Failure fault={fault} />}
      {files && (
        <ul className="pouch-files">
          {files.map((file) => (
            <li key={file.name}>
              <a href={pouchAddress(relation, file)} download={file.name}>
                {t('pouch.file', { part: file.part, of: file.of, name: file.name })}
              </a>
              <span className="soft small">
                {file.end > file.start
                  ? t('pouch.file-entries', {
                      count: number(file.end - file.start),
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
