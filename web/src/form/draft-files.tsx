import type { Draft } from '../api/types.ts'
import { bytesOf } from '../declared/file-said.ts'
import { FileGet } from '../parts/file-get.tsx'
import { Misnamed } from '../parts/misnamed.tsx'
import { useTexts } from '../text/use-texts.tsx'

/** What an act encloses, for whoever reads it before it is recorded: a name alone is nothing to approve. */
export function DraftFiles({ draft }: { draft: Draft }) {
  const { t, language } = useTexts()
  if (draft.files.length === 0) return null
  return (
    <ul className="draft-files" aria-label={t('file.files')}>
      {draft.files.map(({ digest, name, type, bytes, shown }) => (
        <li key={digest} className="draft-file">
          <span className="file-name">{name}</span> <span className="soft">{bytesOf(language, bytes)}</span>
          <Misnamed name={name} type={type} />
          <FileGet url={`/api/drafts/${draft.id}/files/${digest}`} name={name} type={type} shown={shown} />
        </li>
      ))}
    </ul>
  )
}
