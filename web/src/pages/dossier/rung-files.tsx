import { Modal, Progress } from 'antd'
import { useState } from 'react'
import type { Rung } from '../../api/types.ts'
import { bytesOf } from '../../declared/file-said.ts'
import { Icon } from '../../parts/icon.tsx'
import { layers } from '../../parts/layers.ts'
import { useTexts } from '../../text/use-texts.tsx'

type RungFile = Rung['files'][number]

/** The files of an act: how far each is, and the file itself where it is here. */
export function RungFiles({ rung }: { rung: Rung }) {
  const { t } = useTexts()
  if (rung.files.length === 0) return null
  return (
    <ul className="rung-files" aria-label={t('file.files')}>
      {rung.files.map((file) => (
        <li key={file.digest} className={`rung-file rung-file-${file.state}`}>
          <OneFile file={file} url={`/api/entries/${rung.leaf}/files/${file.digest}`} />
        </li>
      ))}
    </ul>
  )
}

function OneFile({ file, url }: { file: RungFile; url: string }) {
  const { t, named, language } = useTexts()
  const [open, setOpen] = useState(false)
  const { name, bytes, state, percent } = file
  const size =
    bytes === null ? t('file.at-most', { size: bytesOf(language, file.size) }) : bytesOf(language, bytes)
  return (
    <>
      <span className="file-name">{name ?? t('file.nameless')}</span> <span className="soft">{size}</span>
      <span className={`chip file-state file-state-${state}`} title={named('file-means', state)}>
        {named('file-state', state)}
        {percent !== null && ` ${percent} %`}
      </span>
      {percent !== null && (
        <Progress percent={percent} size="small" showInfo={false} aria-label={t('file.way')} />
      )}
      {file.here && (
        <a href={url} download className="file-get">
          <Icon name="save" size={13} /> {t('file.save')}
        </a>
      )}
      {file.shown && (
        <button type="button" className="link" onClick={() => setOpen(true)}>
          <Icon name="eye" size={13} /> {t('file.show')}
        </button>
      )}
      {open && (
        <Modal
          open
          width={900}
          footer={null}
          title={name}
          getContainer={layers}
          onCancel={() => setOpen(false)}
          destroyOnHidden
        >
          <Shown file={file} url={`${url}/shown`} />
        </Modal>
      )}
    </>
  )
}

/** In a box that can do nothing. A browser opens its own reader of PDF only in a box that is not sealed: that one is sealed by the node's answer. */
function Shown({ file, url }: { file: RungFile; url: string }) {
  const title = file.name ?? ''
  if (file.type === 'application/pdf') return <iframe className="file-shown" title={title} src={url} />
  return <iframe className="file-shown" title={title} src={url} sandbox="" />
}
