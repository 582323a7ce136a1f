import type { Operation } from '../../api/types.ts'
import { bytesOf } from '../../declared/file-said.ts'
import { Panel } from '../../parts/panel.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { Pairs } from './pairs.tsx'

/** The disk, the database and the last backup. */
export function StorageSection({ operation: { storage, now } }: { operation: Operation }) {
  const { t, named, moment, span, language } = useTexts()
  const { disk, backup, database } = storage
  const taken =
    backup === null
      ? t('operation.no-backup')
      : t('operation.backup-age', { at: moment(backup), span: span(Math.max(0, now - backup)) })
  return (
    <Panel title={t('operation.storage')}>
      {disk && (
        <progress
          className="disk"
          max={disk.size}
          value={disk.size - disk.free}
          aria-label={t('operation.disk-used')}
        />
      )}
      <Pairs
        rows={[
          [
            t('operation.disk-free'),
            disk
              ? t('operation.of', {
                  part: bytesOf(language, disk.free),
                  whole: bytesOf(language, disk.size),
                })
              : '—',
          ],
          [t('operation.database'), named('database', database)],
          [t('operation.backup'), taken],
        ]}
      />
      {database === 'given' && <p className="soft small">{t('operation.elsewhere')}</p>}
    </Panel>
  )
}
