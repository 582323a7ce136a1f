import type { OperatedRelation, Operation } from '../../api/types.ts'
import { bytesOf } from '../../declared/file-said.ts'
import { Panel } from '../../parts/panel.tsx'
import { useParty } from '../../parts/party.tsx'
import { Link } from '../../route/use-route.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { Pairs } from './pairs.tsx'

function One({ relation: { other, stored }, now }: { relation: OperatedRelation; now: number }) {
  const { t, number, span, language } = useTexts()
  const nameOf = useParty()
  const title = t('operation.queue', { party: nameOf(other) })
  if (stored === null)
    return (
      <Panel title={title}>
        <p className="alarm-what">{t('operation.not-read')}</p>
      </Panel>
    )
  const { queue, files, logs } = stored
  const age = queue.oldest === null ? null : span(Math.max(0, now - queue.oldest))
  return (
    <Panel title={title}>
      <p className="cost">
        <b>{age ?? t('operation.nothing-waits')}</b>
        {age !== null && <span className="soft"> {t('operation.would-cost')}</span>}
      </p>
      <Pairs
        rows={[
          [t('operation.queue-entries'), number(queue.entries)],
          [t('operation.queue-bytes'), bytesOf(language, queue.bytes)],
          [
            t('operation.receipted-ours'),
            t('operation.of', { part: logs.ours.receipted, whole: logs.ours.size }),
          ],
          [
            t('operation.receipted-theirs'),
            t('operation.of', { part: logs.theirs.receipted, whole: logs.theirs.size }),
          ],
          [t('operation.files-outgoing'), number(files.outgoing)],
          [t('operation.files-incoming'), number(files.incoming)],
          [t('operation.files-scanning'), number(files.scanning)],
          [t('operation.files-refused'), number(files.refused)],
        ]}
      />
      {queue.entries > 0 && <Link to={{ page: 'waits' }}>{t('line.see')}</Link>}
    </Panel>
  )
}

/** What each counterpart has not signed for: what the loss of this machine would cost. */
export function QueueSection({ operation }: { operation: Operation }) {
  return operation.relations.map((relation) => (
    <One key={relation.id} relation={relation} now={operation.now} />
  ))
}
