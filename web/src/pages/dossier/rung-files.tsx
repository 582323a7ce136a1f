import { Progress } from 'antd'
import type { Rung } from '../../api/types.ts'
import { bytesOf } from '../../declared/file-said.ts'
import { FileGet } from '../../parts/file-get.tsx'
import { Misnamed } from '../../parts/misnamed.tsx'
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
  const { name, bytes, state, percent } = file
  const size =
    bytes === null ? t('file.at-most', { size: bytesOf(language, file.size) }) : bytesOf(language, bytes)
  return (
    <>
      <span className="file-name">{name ?? t('file.nameless')}</span> <span className="soft">{size}</span>
      <Misnamed name={name} type={file.type} />
      <span className={`chip file-state file-state-${state}`} title={named('file-means', state)}>
        {named('file-state', state)}
        {percent !== null && ` ${percent} %`}
      </span>
      {percent !== null && (
        <Progress percent={percent} size="small" showInfo={false} aria-label={t('file.way')} />
      )}
      {file.here && <FileGet url={url} name={name} type={file.type} shown={file.shown} />}
    </>
  )
}
